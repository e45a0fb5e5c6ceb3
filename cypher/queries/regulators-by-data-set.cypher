// name: regulators-by-data-set
// Entities one causal step upstream of a target over all data sets, a row per claim, with the studies behind it.
// param targets: entities = BDNF -- any name
MATCH (target:Entity) WHERE target.id IN $targets
MATCH (target)<-[:OBJECT]-(c:Claim)-[:SUBJECT]->(regulator:Entity)
WHERE c.sign IS NOT NULL
MATCH (s:Source {id: c.source})
OPTIONAL MATCH (p:Publication)-[:BACKS]->(c)
WITH regulator, target, c, s, p ORDER BY p.id
RETURN c.source AS data_set, s.title AS title, regulator.id AS id, regulator.name AS name, c.relation AS relation,
       c.sign AS sign, target.id AS target, c.id AS claim,
       collect(coalesce(p.pmid, p.doi, p.title) + ' (' + p.status + ')') AS studies
ORDER BY data_set, claim
