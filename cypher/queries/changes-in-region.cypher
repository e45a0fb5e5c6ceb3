// name: changes-in-region
// What a treatment changes in a brain region, its parts included.
// param drug: entity = chem:imipramine -- the treatment
// param region: entity = an:hippocampus -- a region
MATCH (region:Entity {id: $region})
MATCH (place:Entity)-[:PART_OF*0..4]->(region)
MATCH (place)<-[:IN_REGION]-(c:Claim)-[:SUBJECT]->(drug:Entity {id: $drug})
MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:IN_SPECIES]->(species:Entity)
RETURN DISTINCT c.id AS claim, object.name AS object, c.aspect AS aspect, c.sign AS sign, place.name AS place,
       species.name AS species, c.duration AS duration, c.regimen AS regimen, c.certainty AS certainty
ORDER BY claim
