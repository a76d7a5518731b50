//! Diagnostics as SARIF 2.1.0, for code scanning.

use serde_json::{Value, json};

use super::{Place, Report};
use crate::{Code, Diagnostic, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The report as one SARIF log with one run, ended by a newline.
pub fn render(report: &Report<'_>) -> String {
    let codes = codes(report.diagnostics);
    let rules: Vec<Value> = codes.iter().map(|found| rule(found, report)).collect();
    let results = report.diagnostics.iter();
    let results: Vec<Value> = results.map(|found| result(found, &codes, report)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": report.tool.name, "version": report.tool.version, "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

/// The first diagnostic of each code, in the order of the codes.
fn codes(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut first: Vec<&Diagnostic> = diagnostics.iter().collect();
    first.sort_by(|one, other| one.code.as_str().cmp(other.code.as_str()));
    first.dedup_by(|one, other| one.code == other.code);
    first
}

fn rule(found: &Diagnostic, report: &Report<'_>) -> Value {
    let description = (report.describe)(&found.code).unwrap_or_else(|| found.code.as_str());
    let mut rule = json!({
        "id": found.code.as_str(),
        "shortDescription": {"text": description},
        "defaultConfiguration": {"level": level(found.severity)},
    });
    if let (Some(docs), Some(keys)) = (&found.docs, rule.as_object_mut()) {
        keys.insert("help".to_owned(), json!({"text": format!("see {docs}")}));
    }
    rule
}

fn result(found: &Diagnostic, codes: &[&Diagnostic], report: &Report<'_>) -> Value {
    let mut places = found
        .labels
        .iter()
        .filter_map(|label| Place::of(label, report.sources));
    let locations: Vec<Value> = places.next().iter().map(location).collect();
    let related: Vec<Value> = places
        .enumerate()
        .map(|(id, place)| related(id, &place))
        .collect();
    json!({
        "ruleId": found.code.as_str(),
        "ruleIndex": index(&found.code, codes),
        "level": level(found.severity),
        "message": {"text": message(found)},
        "locations": locations,
        "relatedLocations": related,
    })
}

fn index(code: &Code, codes: &[&Diagnostic]) -> usize {
    codes.partition_point(|other| other.code.as_str() < code.as_str())
}

fn message(found: &Diagnostic) -> String {
    match &found.help {
        Some(help) => format!("{}\nhelp: {help}", found.message),
        None => found.message.clone(),
    }
}

const fn level(severity: Severity) -> &'static str {
    severity.word()
}

fn location(place: &Place) -> Value {
    let physical = physical(place);
    if place.label.is_empty() {
        json!({"physicalLocation": physical})
    } else {
        json!({"physicalLocation": physical, "message": {"text": place.label}})
    }
}

fn related(id: usize, place: &Place) -> Value {
    json!({"id": id, "physicalLocation": physical(place), "message": {"text": place.label}})
}

fn physical(place: &Place) -> Value {
    json!({
        "artifactLocation": {"uri": uri(&place.file)},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "byteOffset": place.offset,
            "byteLength": place.end_offset - place.offset,
        },
    })
}

/// A path as a URI reference: a relative one stays relative.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut escaped = match path.as_bytes() {
        [b'/', ..] => "file://".to_owned(),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => "file:///".to_owned(),
        _ => String::new(),
    };
    let is_absolute = !escaped.is_empty();
    for byte in path.bytes() {
        push_escaped(&mut escaped, byte, is_absolute);
    }
    escaped
}

/// A colon is escaped where it would make a scheme of what stands before it.
fn push_escaped(out: &mut String, byte: u8, is_absolute: bool) {
    let is_plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if is_plain || (is_absolute && byte == b':') {
        out.push(char::from(byte));
    } else {
        out.push('%');
        out.extend([byte >> 4, byte & 15].into_iter().filter_map(hex_digit));
    }
}

fn hex_digit(value: u8) -> Option<char> {
    char::from_digit(u32::from(value), 16).map(|digit| digit.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::super::report::samples::Sample;
    use super::*;

    fn rendered() -> Value {
        serde_json::from_str(&render(&Sample::new().report())).unwrap()
    }

    #[test]
    fn results_point_into_files_and_name_their_rules() {
        let run = &rendered()["runs"][0];
        let rules = &run["tool"]["driver"]["rules"];
        assert_eq!(rules[0]["id"], "FN0001");
        assert_eq!(rules[0]["shortDescription"]["text"], "Unknown field");
        assert_eq!(rules[1]["shortDescription"]["text"], "LOAD_W");
        let result = &run["results"][0];
        assert_eq!(
            [&result["ruleIndex"], &result["level"]],
            [&json!(0), &json!("error")]
        );
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "my%20rules/a.yaml");
        assert_eq!(
            physical["region"],
            json!({"startLine": 2, "startColumn": 14, "endLine": 2, "endColumn": 18, "byteOffset": 24, "byteLength": 7})
        );
        assert_eq!(
            result["relatedLocations"][0]["message"]["text"],
            "macro `m`, used here"
        );
        assert_eq!(run["results"][1]["ruleIndex"], 1);
    }

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("/a b/r.yaml", "file:///a%20b/r.yaml"),
            ("C:\\rules\\r.yaml", "file:///C:/rules/r.yaml"),
            ("rules\\r%.yaml", "rules/r%25.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
            ("\u{e9}#?.yaml", "%C3%A9%23%3F.yaml"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
