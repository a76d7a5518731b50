//! Runs the `parse` vectors: those of this repository, and the whole collection where it lies beside it.
//!
//! A vector is a line of JSON, `{"id", "kind": "parse", "input", "expect"}`. The collection is looked for in
//! `FALCONET_SHARED`, else in `../shared` beside the workspace.

#[cfg(test)]
mod vectors {
    use std::fs;
    use std::path::{Path, PathBuf};

    use falconet_condition::ast::{Check, Expr, ExprKind, Right};
    use falconet_condition::{ParseLimits, Position, parse, print, sexp};
    use serde_json::{Value, json};

    #[test]
    fn the_vectors_of_this_repository_hold() {
        run(&workspace().join("tests/vectors/parse.jsonl"));
    }

    #[test]
    fn the_vectors_of_the_collection_hold() {
        let shared = std::env::var_os("FALCONET_SHARED")
            .map_or_else(|| workspace().join("../shared"), PathBuf::from);
        let file = shared.join("cases/lang-cases.jsonl");
        if file.is_file() {
            run(&file);
        } else {
            println!("SKIPPED: there is no {}", file.display());
        }
    }

    fn workspace() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn run(file: &Path) {
        let text = fs::read_to_string(file).unwrap();
        let vectors = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let parse_vectors: Vec<Value> = vectors
            .filter(|vector: &Value| vector["kind"] == "parse")
            .collect();
        let failures: Vec<String> = parse_vectors.iter().filter_map(failure).collect();
        println!(
            "{} passed, {} failed",
            parse_vectors.len() - failures.len(),
            failures.len()
        );
        assert!(failures.is_empty(), "{}", failures.join("\n"));
        assert!(
            !parse_vectors.is_empty(),
            "no vectors in {}",
            file.display()
        );
    }

    fn failure(vector: &Value) -> Option<String> {
        let (text, limits) = input(&vector["input"]);
        let got = outcome(&text, limits);
        let expected = vector["expect"].as_object().unwrap();
        let differs = expected.iter().any(|(key, value)| got[key] != *value);
        differs.then(|| format!("{}: expected {}, got {got}", vector["id"], vector["expect"]))
    }

    fn input(input: &Value) -> (String, ParseLimits) {
        let limits = match input["max_depth"].as_u64() {
            Some(depth) => ParseLimits {
                max_depth: usize::try_from(depth).unwrap(),
            },
            None => ParseLimits::default(),
        };
        (condition(input), limits)
    }

    fn condition(input: &Value) -> String {
        if let Some(condition) = input["condition"].as_str() {
            return condition.to_owned();
        }
        if let Some(parts) = input["condition_repeat"].as_array() {
            return repeated(parts);
        }
        let depth = usize::try_from(input["condition_nest_parens"].as_u64().unwrap()).unwrap();
        format!(
            "{}{}{}",
            "(".repeat(depth),
            input["inner"].as_str().unwrap(),
            ")".repeat(depth)
        )
    }

    /// `[prefix…, unit, count, suffix…]`
    fn repeated(parts: &[Value]) -> String {
        let count_at = parts.iter().position(Value::is_u64).unwrap();
        let text = |parts: &[Value]| {
            parts
                .iter()
                .map(|part| part.as_str().unwrap())
                .collect::<String>()
        };
        let count = usize::try_from(parts[count_at].as_u64().unwrap()).unwrap();
        let unit = text(&parts[count_at - 1..count_at]).repeat(count);
        text(&parts[..count_at - 1]) + &unit + &text(&parts[count_at + 1..])
    }

    /// Everything a vector may ask about.
    fn outcome(text: &str, limits: ParseLimits) -> Value {
        match parse(text, limits) {
            Ok(tree) => json!({
                "ok": true,
                "sexp": sexp::condition(&tree),
                "as_string": print::print_condition(&tree),
                "end_pos": position(Position::at(text, text.len())),
                "value_hex": value_hex(&tree),
            }),
            Err(error) => {
                json!({"ok": false, "error": error.to_string(), "error_pos": position(error.position)})
            }
        }
    }

    fn position(position: Position) -> Value {
        json!([position.index, position.line, position.column])
    }

    fn value_hex(tree: &Expr) -> Option<String> {
        let ExprKind::Check(check) = &tree.kind else {
            return None;
        };
        let Check {
            right: Right::Value(literal),
            ..
        } = &**check
        else {
            return None;
        };
        let digits = literal.value.iter().map(|byte| format!("{byte:02x}"));
        Some(digits.collect::<Vec<_>>().concat())
    }
}
