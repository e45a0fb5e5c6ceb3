// name: upstream-regulators
// Entities upstream of a target, with the net sign over all routes; routes that rest on a hypothesis stand
// apart.
// param targets: entities = BDNF -- any name; a gene stands for all its forms
// param max_steps: integer = 4 -- longest route, at most 4; `pathway-graph upstream` goes further
// param view: text = guide -- guide, or expanded to add the background
MATCH (target:Entity) WHERE target.id IN $targets
MATCH p = (target)<-[:ACTIVATES|ACTIVATES_TRANSCRIPTION|ACTS_ON|CATALYZES|CAUSES|CLEARS|CLEAVED_TO|CLEAVES|COACTIVATES|
    CONDUCTS|CONTRIBUTES_TO|DECREASES|DEGRADES|DEPHOSPHORYLATES|ENHANCES|IMPORTANT_FOR|INCREASES|
    INHIBITS|INITIATES|INVOLVED_IN|MEDIATES|MODIFIES|MODULATES|NORMALIZES|OPPOSES|PHOSPHORYLATES|
    PRODUCES|PROMOTES|RECRUITS|REGULATES|RELEASES|REPRESSES|REQUIRED_FOR|RESPONSIBLE_FOR|STIMULATES|
    SYNTHESIZES|TRANSCRIBED_TO|TRANSLATED_TO|UNDERLIES*1..4]-(regulator:Entity)
WHERE length(p) <= $max_steps
  AND all(r IN relationships(p) WHERE r.sign IS NOT NULL AND (r.view = 'guide' OR $view = 'expanded'))
  AND none(n IN nodes(p)[1..] WHERE n.id IN $targets)
  AND all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m.id = n.id))
WITH regulator, length(p) AS steps,
     reduce(sign = 1, r IN relationships(p) | sign * r.sign) AS sign,
     any(r IN relationships(p) WHERE r.certainty = 'hypothesis') AS rests_on_hypothesis
WITH regulator, rests_on_hypothesis, min(steps) AS steps,
     sum(CASE WHEN sign = 1 THEN 1 ELSE 0 END) AS positive,
     sum(CASE WHEN sign = -1 THEN 1 ELSE 0 END) AS negative,
     sum(CASE WHEN sign = 0 THEN 1 ELSE 0 END) AS unsigned
RETURN regulator.id AS id, regulator.name AS name, CASE
         WHEN positive > 0 AND negative > 0 THEN 'ambiguous'
         WHEN positive > 0 THEN '+1'
         WHEN negative > 0 THEN '-1'
         ELSE '0'
       END AS net_sign,
       steps, positive, negative, unsigned, rests_on_hypothesis
ORDER BY rests_on_hypothesis, steps, id
