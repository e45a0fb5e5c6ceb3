// name: shared-regulators
// Entities within two causal steps upstream of both of two targets, with the signs on each.
// param first: entities = FAK -- one target
// param second: entities = PYK2 -- the other target
// param view: text = guide -- guide, or expanded to add the background
MATCH (one:Entity) WHERE one.id IN $first
MATCH p = (one)<-[:ACTIVATES|ACTIVATES_TRANSCRIPTION|ACTS_ON|CATALYZES|CAUSES|CLEARS|CLEAVED_TO|CLEAVES|COACTIVATES|
    CONDUCTS|CONTRIBUTES_TO|DECREASES|DEGRADES|DEPHOSPHORYLATES|ENHANCES|IMPORTANT_FOR|INCREASES|
    INHIBITS|INITIATES|INVOLVED_IN|MEDIATES|MODIFIES|MODULATES|NORMALIZES|OPPOSES|PHOSPHORYLATES|
    PRODUCES|PROMOTES|RECRUITS|REGULATES|RELEASES|REPRESSES|REQUIRED_FOR|RESPONSIBLE_FOR|STIMULATES|
    SYNTHESIZES|TRANSCRIBED_TO|TRANSLATED_TO|UNDERLIES*1..2]-(regulator:Entity)
WHERE all(r IN relationships(p) WHERE r.sign IS NOT NULL AND (r.view = 'guide' OR $view = 'expanded'))
WITH regulator, collect(DISTINCT reduce(sign = 1, r IN relationships(p) | sign * r.sign)) AS on_first
MATCH (other:Entity) WHERE other.id IN $second
MATCH q = (other)<-[:ACTIVATES|ACTIVATES_TRANSCRIPTION|ACTS_ON|CATALYZES|CAUSES|CLEARS|CLEAVED_TO|CLEAVES|COACTIVATES|
    CONDUCTS|CONTRIBUTES_TO|DECREASES|DEGRADES|DEPHOSPHORYLATES|ENHANCES|IMPORTANT_FOR|INCREASES|
    INHIBITS|INITIATES|INVOLVED_IN|MEDIATES|MODIFIES|MODULATES|NORMALIZES|OPPOSES|PHOSPHORYLATES|
    PRODUCES|PROMOTES|RECRUITS|REGULATES|RELEASES|REPRESSES|REQUIRED_FOR|RESPONSIBLE_FOR|STIMULATES|
    SYNTHESIZES|TRANSCRIBED_TO|TRANSLATED_TO|UNDERLIES*1..2]-(regulator)
WHERE all(r IN relationships(q) WHERE r.sign IS NOT NULL AND (r.view = 'guide' OR $view = 'expanded'))
WITH regulator, on_first, collect(DISTINCT reduce(sign = 1, r IN relationships(q) | sign * r.sign)) AS on_second
RETURN regulator.id AS id, regulator.name AS name,
       [sign IN [1, 0, -1] WHERE sign IN on_first] AS signs_on_first,
       [sign IN [1, 0, -1] WHERE sign IN on_second] AS signs_on_second
ORDER BY id
