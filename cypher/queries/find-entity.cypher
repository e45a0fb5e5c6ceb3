// name: find-entity
// Entities whose name, synonym or symbol contains a text, letter case ignored.
// param text: text = kinase -- part of a name
MATCH (e:Entity)
WHERE toLower(e.name) CONTAINS toLower($text)
   OR any(word IN coalesce(e.synonyms, []) WHERE toLower(word) CONTAINS toLower($text))
   OR any(word IN coalesce(e.terms, []) WHERE toLower(word) CONTAINS toLower($text))
RETURN e.id AS id, e.kind AS kind, e.name AS name, e.curie AS curie, e.view AS view
ORDER BY id
