// name: edge-evidence
// The statements behind every edge from one entity to another.
// param sources: entities = imipramine -- from
// param targets: entities = BDNF -- to
MATCH (source:Entity) WHERE source.id IN $sources
MATCH (source)-[r]->(target:Entity) WHERE target.id IN $targets AND r.claims IS NOT NULL
WITH r
UNWIND r.claims AS claim
MATCH (c:Statement {id: claim})
RETURN r.id AS edge, r.sign AS sign, c.id AS claim, c.statement AS statement, c.species AS species,
       coalesce(c.region, c.cell) AS place, c.duration AS duration, c.regimen AS regimen, c.certainty AS certainty,
       c.citations AS citations
ORDER BY edge, claim
