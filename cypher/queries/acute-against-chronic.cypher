// name: acute-against-chronic
// Objects that a treatment changes, acute claims beside chronic ones, by the wording of the regimen.
// param drug: entity = chem:imipramine -- the treatment
MATCH (drug:Entity {id: $drug})<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(object:Entity)
WHERE c.course IS NOT NULL AND c.sign IS NOT NULL
WITH object, c ORDER BY c.id
WITH object, collect(CASE WHEN c.course = 'acute' THEN c.id END) AS acute,
     collect(CASE WHEN c.course = 'chronic' THEN c.id END) AS chronic,
     collect(CASE WHEN c.course = 'acute' THEN c.sign END) AS acute_signs,
     collect(CASE WHEN c.course = 'chronic' THEN c.sign END) AS chronic_signs
WHERE size(acute) > 0
RETURN object.id AS id, object.name AS name, acute, acute_signs, chronic, chronic_signs
ORDER BY id
