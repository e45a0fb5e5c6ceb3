// name: drug-to-gene
// Routes from the drug to a gene in the guide alone, each with the claims it rests on.
// param drug: entity = chem:imipramine -- the treatment
// param targets: entities = BDNF -- the gene, any name
// param max_steps: integer = 4 -- longest route, at most 6
CALL () {
    // the first half of each route, rounded down: from the drug to the entity in its middle
    MATCH p = (drug:Entity {id: $drug})-[*0..3 {view: 'guide'}]->(middle:Entity)
    WHERE 2 * length(p) <= $max_steps AND all(r IN relationships(p) WHERE r.sign IS NOT NULL)
    RETURN middle.id AS middle, length(p) AS before, p AS first, null AS second
  UNION ALL
    // the second, of as many steps or one more
    MATCH p = (target:Entity)<-[*1..3 {view: 'guide'}]-(middle:Entity)
    WHERE target.id IN $targets AND all(r IN relationships(p) WHERE r.sign IS NOT NULL)
    UNWIND [length(p), length(p) - 1] AS before
    WITH middle, before, p WHERE before + length(p) <= $max_steps
    RETURN middle.id AS middle, before, null AS first, p AS second
}
WITH middle, before, collect(first) AS firsts, collect(second) AS seconds
UNWIND firsts AS first
UNWIND seconds AS second
WITH nodes(first) + reverse(nodes(second))[1..] AS along, relationships(first) + reverse(relationships(second)) AS edges
WHERE none(n IN along[0..size(edges)] WHERE n.id IN $targets)
  AND all(n IN along WHERE single(m IN along WHERE m.id = n.id))
RETURN [n IN along | n.name] AS route, reduce(sign = 1, r IN edges | sign * r.sign) AS sign,
       size(edges) AS steps, [r IN edges | coalesce(r.claims, [])] AS claims,
       any(r IN edges WHERE r.certainty = 'hypothesis') AS rests_on_hypothesis
ORDER BY rests_on_hypothesis, steps, route, sign
