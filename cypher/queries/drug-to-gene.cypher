// name: drug-to-gene
// Routes from the drug to a gene in the guide alone, each with the claims it rests on.
// param drug: entity = chem:imipramine -- the treatment
// param targets: entities = BDNF -- the gene, any name
// param max_steps: integer = 4 -- longest route, at most 6
MATCH (target:Entity) WHERE target.id IN $targets
MATCH p = (target)<-[:ACTIVATES|ACTIVATES_TRANSCRIPTION|ACTS_ON|CATALYZES|CAUSES|CLEARS|CLEAVED_TO|CLEAVES|COACTIVATES|
    CONDUCTS|CONTRIBUTES_TO|DECREASES|DEGRADES|DEPHOSPHORYLATES|ENHANCES|IMPORTANT_FOR|INCREASES|
    INHIBITS|INITIATES|INVOLVED_IN|MEDIATES|MODIFIES|MODULATES|NORMALIZES|OPPOSES|PHOSPHORYLATES|
    PRODUCES|PROMOTES|RECRUITS|REGULATES|RELEASES|REPRESSES|REQUIRED_FOR|RESPONSIBLE_FOR|STIMULATES|
    SYNTHESIZES|TRANSCRIBED_TO|TRANSLATED_TO|UNDERLIES*1..6]-(drug:Entity {id: $drug})
WHERE length(p) <= $max_steps AND all(r IN relationships(p) WHERE r.sign IS NOT NULL AND r.view = 'guide')
  AND none(n IN nodes(p)[1..] WHERE n.id IN $targets)
  AND all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m.id = n.id))
RETURN reverse([n IN nodes(p) | n.name]) AS route, reduce(sign = 1, r IN relationships(p) | sign * r.sign) AS sign,
       length(p) AS steps, reverse([r IN relationships(p) | coalesce(r.claims, [])]) AS claims,
       any(r IN relationships(p) WHERE r.certainty = 'hypothesis') AS rests_on_hypothesis
ORDER BY rests_on_hypothesis, steps, route, sign
