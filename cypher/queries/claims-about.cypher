// name: claims-about
// Every claim in which an entity stands, as subject, object or context, with what else the claim says.
// param entities: entities = BDNF -- any name; a gene stands for all its forms
MATCH (e:Entity) WHERE e.id IN $entities
MATCH (e)<-[r:SUBJECT|OBJECT|IN_SPECIES|IN_REGION|IN_CELL|UNDER_CONDITION|BY_ASSAY|WITH_TREATMENT]-(c:Claim)
MATCH (c)-[:SUBJECT]->(subject:Entity)
MATCH (c)-[:OBJECT]->(object:Entity)
RETURN e.id AS entity, toLower(type(r)) AS stands_as, c.id AS claim, subject.name AS subject, c.relation AS relation,
       c.sign AS sign, object.name AS object, c.aspect AS aspect, c.species AS species,
       coalesce(c.region, c.cell) AS place, c.duration AS duration, c.certainty AS certainty
ORDER BY entity, stands_as, claim
