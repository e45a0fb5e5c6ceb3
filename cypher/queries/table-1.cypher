// name: table-1
// Table 1 of the guide, row for row: receptor binding and density.
// param drug: entity = chem:imipramine -- the treatment
MATCH (drug:Entity {id: $drug})<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(object:Entity)
WHERE c.table = 1
OPTIONAL MATCH (c)-[:IN_SPECIES]->(species:Entity)
OPTIONAL MATCH (c)-[:IN_REGION]->(region:Entity)
OPTIONAL MATCH (c)-[:IN_CELL]->(cell:Entity)
OPTIONAL MATCH (c)-[:UNDER_CONDITION]->(condition:Entity)
WITH c, object, species, condition, coalesce(region.name, cell.name) AS place
ORDER BY c.id
WITH c.row AS row, object.name AS receptor, species.name AS species, c.duration AS duration, c.sign AS sign,
     c.aspect AS aspect, c.effect_percent AS effect_percent, condition.name AS given,
     collect(place) AS places, collect(c.id) AS claims, collect(c.citations) AS citations
RETURN row, receptor, places, species, duration, sign, aspect, effect_percent, given,
       citations[0] AS citations, claims
ORDER BY row
