// name: edge-support
// What stands behind every edge from one entity to another: its claims, the publications that back each, and the
// verdicts on what each cites.
// param sources: entities = imipramine -- from
// param targets: entities = BDNF -- to
MATCH (source:Entity)-[r]->(target:Entity)
WHERE source.id IN $sources AND target.id IN $targets AND r.claims IS NOT NULL
UNWIND r.claims AS claim
MATCH (c:Statement {id: claim})
OPTIONAL MATCH (c)<-[backs:BACKS]-(study:Publication)
WITH r, c, study, backs ORDER BY study.id
WITH r, c, collect(study.id + ' (' + backs.status + ')') AS publications
OPTIONAL MATCH (c)-[cites:CITES]->(entry:Reference)
WITH r, c, publications, cites, entry ORDER BY entry.id
WITH r, c, publications, collect(entry.id + ': ' + coalesce(cites.verdict, 'not looked up')) AS references
RETURN r.id AS edge, r.sign AS sign, r.certainty AS edge_certainty, c.id AS claim, c.certainty AS certainty,
       publications, references, c.statement AS statement
ORDER BY edge, claim
