// name: publication-claims
// What a publication says: the claims that it stands behind, and how sure that is.
// param publication: text = any -- its identifier or a part of its title, DOI or PubMed number; or any
MATCH (study:Publication)-[backs:BACKS]->(c:Statement)
WHERE $publication = 'any' OR study.id = $publication OR toLower(study.title) CONTAINS toLower($publication)
   OR study.doi CONTAINS $publication OR study.pmid = $publication
MATCH (c)-[:SUBJECT]->(subject:Entity)
MATCH (c)-[:OBJECT]->(object:Entity)
RETURN study.id AS publication, study.year AS year, backs.status AS status, c.id AS claim, subject.name AS subject,
       c.relation AS relation, c.sign AS sign, object.name AS object, c.species AS species,
       coalesce(c.region, c.cell) AS place, c.duration AS duration, c.statement AS statement
ORDER BY publication, claim
