// name: changes-in-species
// What a treatment changes in a species; claims that state no species are not among them.
// param drug: entity = chem:imipramine -- the treatment
// param species: entity = sp:mouse -- a species
MATCH (species:Entity {id: $species})<-[:IN_SPECIES]-(c:Claim)-[:SUBJECT]->(drug:Entity {id: $drug})
MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:IN_REGION]->(region:Entity)
OPTIONAL MATCH (c)-[:IN_CELL]->(cell:Entity)
OPTIONAL MATCH (c)-[:UNDER_CONDITION]->(condition:Entity)
RETURN c.id AS claim, object.name AS object, c.aspect AS aspect, c.sign AS sign,
       coalesce(region.name, cell.name) AS place, c.duration AS duration, condition.name AS given
ORDER BY claim
