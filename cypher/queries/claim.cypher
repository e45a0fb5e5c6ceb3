// name: claim
// One claim with all of its context and what stands behind it.
// param id: text = T2.2 -- a claim
MATCH (c:Statement {id: $id})-[:SUBJECT]->(subject:Entity)
MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:IN_SPECIES]->(species:Entity)
OPTIONAL MATCH (c)-[:IN_REGION]->(region:Entity)
OPTIONAL MATCH (c)-[:IN_CELL]->(cell:Entity)
OPTIONAL MATCH (c)-[:UNDER_CONDITION]->(condition:Entity)
OPTIONAL MATCH (c)<-[backs:BACKS]-(study:Publication)
WITH c, subject, object, species, region, cell, condition, backs, study ORDER BY study.id
RETURN c.id AS claim, c.statement AS statement, subject.name AS subject, c.relation AS relation, c.sign AS sign,
       object.name AS object, c.aspect AS aspect, species.name AS species, region.name AS region, cell.name AS cell,
       c.duration AS duration, c.regimen AS regimen, condition.name AS given, c.condition_effect AS effect_of_condition,
       c.certainty AS certainty, c.citations AS citations, collect(study.id + ' (' + backs.status + ')') AS publications
