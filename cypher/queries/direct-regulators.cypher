// name: direct-regulators
// Entities one causal step upstream of a target, a row per claim, with its context.
// param targets: entities = pCREB -- any name
MATCH (target:Entity) WHERE target.id IN $targets
MATCH (target)<-[:OBJECT]-(c:Claim)-[:SUBJECT]->(regulator:Entity)
WHERE c.sign IS NOT NULL
OPTIONAL MATCH (c)-[:IN_SPECIES]->(species:Entity)
OPTIONAL MATCH (c)-[:IN_REGION]->(region:Entity)
OPTIONAL MATCH (c)-[:IN_CELL]->(cell:Entity)
OPTIONAL MATCH (c)-[:UNDER_CONDITION]->(condition:Entity)
RETURN regulator.id AS id, regulator.name AS name, target.id AS target, c.relation AS relation, c.sign AS sign,
       c.id AS claim, species.name AS species, coalesce(region.name, cell.name) AS place, c.duration AS duration,
       c.regimen AS regimen, condition.name AS given, c.certainty AS certainty
ORDER BY claim
