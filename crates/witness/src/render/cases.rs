//! Witnesses as a file of tests (`docs/RULE-TESTS.md`): what JSON writes is YAML as well.

use falconet_show::quoted;

use crate::json::Json;
use crate::witness::Witness;

/// Blanks before an event.
const INDENT: &str = "      ";

pub(super) fn head(files: &[&str], source: &str) -> String {
    let files: Vec<String> = files
        .iter()
        .map(|file| format!("  - {}\n", quoted(file)))
        .collect();
    format!(
        "rules:\n{}source: {}\ncases:\n",
        files.concat(),
        quoted(source)
    )
}

/// Writes two cases, or a comment that says why there are none.
pub(super) fn render(witness: &Witness) -> String {
    let rule = &witness.rule;
    let Some(event) = &witness.event else {
        return format!("  # no event was found that fires {}\n", quoted(rule));
    };
    let mut out = case(&format!("{rule}: fires"), event, "fires", rule);
    if let Some(miss) = &witness.miss {
        let name = format!("{rule}: silent, since {}", miss.text);
        out.push_str(&case(&name, &miss.event, "silent", rule));
    }
    out
}

fn case(name: &str, event: &str, expected: &str, rule: &str) -> String {
    let event = Json::parse(event).map_or_else(|| event.to_owned(), |event| event.plain().pretty());
    let event = event.replace('\n', &format!("\n{INDENT}"));
    let (name, rule) = (quoted(name), quoted(rule));
    format!("  - name: {name}\n    event:\n{INDENT}{event}\n    {expected}: {rule}\n")
}
