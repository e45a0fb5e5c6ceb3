// name: phosphorylation-sites
// Phosphorylated forms with the protein they are a form of, and what acts on them.
MATCH (state:ProteinState)-[:STATE_OF]->(protein:Entity)
OPTIONAL MATCH (state)<-[r]-(actor:Entity) WHERE r.sign IS NOT NULL
WITH state, protein, r, actor ORDER BY actor.id, r.relation
RETURN state.id AS id, state.name AS name, protein.name AS protein,
       collect(actor.name + ' ' + r.relation + ' (' + toString(r.sign) + ', ' + r.view + ')') AS acted_on_by
ORDER BY id
