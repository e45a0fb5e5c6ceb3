// name: drugs-on-target
// Drugs and other compounds that raise a target, and those that lower it, by its own edges, with their claims.
// param targets: entities = pCREB -- any name; a gene stands for all its forms
// param view: text = guide -- guide, or expanded to add the background
MATCH (target:Entity) WHERE target.id IN $targets
MATCH (target)<-[r]-(drug:Entity)
WHERE drug.kind IN ['SmallMolecule', 'ChemicalClass', 'Combination', 'Reagent']
  AND r.sign IN [1, -1] AND (r.view = 'guide' OR $view = 'expanded')
RETURN CASE WHEN r.sign = 1 THEN 'raises' ELSE 'lowers' END AS effect, drug.id AS drug, drug.name AS name,
       drug.kind AS kind, target.id AS target, r.relation AS relation, r.certainty AS certainty, r.claims AS claims
ORDER BY effect DESC, drug, target, relation
