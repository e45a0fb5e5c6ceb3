// name: changes-after-days
// What a treatment changes after at least so many days; claims without a duration are listed as unknown.
// param drug: entity = chem:imipramine -- the treatment
// param days: number = 14 -- shortest treatment, in days
MATCH (drug:Entity {id: $drug})<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(object:Entity)
WHERE c.sign IS NOT NULL AND (c.duration_days >= $days OR c.duration_days IS NULL)
OPTIONAL MATCH (c)-[:IN_SPECIES]->(species:Entity)
OPTIONAL MATCH (c)-[:IN_REGION]->(region:Entity)
OPTIONAL MATCH (c)-[:IN_CELL]->(cell:Entity)
RETURN CASE WHEN c.duration_days IS NULL THEN 'unknown' ELSE 'long enough' END AS duration_is, c.id AS claim,
       object.name AS object, c.sign AS sign, c.duration AS duration, c.regimen AS regimen, species.name AS species,
       coalesce(region.name, cell.name) AS place
ORDER BY duration_is, claim
