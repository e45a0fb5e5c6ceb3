// name: histone-marks
// Histone marks at a promoter, the gene of that promoter, and what raises or lowers the marks.
MATCH (mark:HistoneMark)-[:LOCATED_AT]->(promoter:RegulatoryRegion)-[:PART_OF]->(gene:Gene)
OPTIONAL MATCH (mark)<-[:OBJECT]-(c:Claim)-[:SUBJECT]->(actor:Entity) WHERE c.sign IS NOT NULL
RETURN mark.name AS mark, promoter.name AS promoter, gene.name AS gene, actor.name AS changed_by, c.sign AS sign,
       c.regimen AS regimen, c.id AS claim
ORDER BY mark, claim
