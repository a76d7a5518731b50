//! Falco's own verdicts on conditions and output texts, from the language vectors.

#[cfg(test)]
mod support;

#[cfg(test)]
mod vectors {
    use falconet_condition::{ParseError, ParseLimits, parse};
    use falconet_event::catalogue::SourceId;
    use falconet_ruleset::check;
    use serde_json::Value;

    use crate::support::{catalogue_of_fields, vectors};

    #[test]
    fn conditions_compile_or_fail_as_in_falco() {
        run("eval", |input, expected| {
            let found = compile(input);
            let error = found.as_ref().err().map(String::as_str);
            assert_eq!(error, expected["compile_error"].as_str());
            if let Ok(warnings) = found {
                assert_eq!(warnings, strings(&expected["warnings"]));
            }
        });
    }

    #[test]
    fn output_texts_compile_or_fail_as_in_falco() {
        run("format", |input, expected| {
            let Some(text) = input["format"].as_str() else {
                return;
            };
            let catalogue = catalogue_of_fields(&input["fields"]);
            let source = catalogue.get(SourceId(0)).unwrap();
            let found = check::format(text, source);
            let error = found.as_ref().err().map(ToString::to_string);
            assert_eq!(error.as_deref(), expected["compile_error"].as_str());
            if let Ok(format) = found {
                let fields: Vec<String> =
                    format.fields.into_iter().map(|field| field.text).collect();
                assert_eq!(fields, plain_fields(&expected["field_names"]));
            }
        });
    }

    /// The warnings, or the error.
    fn compile(input: &Value) -> Result<Vec<String>, String> {
        let catalogue = catalogue_of_fields(&input["fields"]);
        let source = catalogue.get(SourceId(0)).unwrap();
        let text = input["condition"].as_str().unwrap();
        let expr = parse(text, ParseLimits::default()).map_err(|error| stand_alone(&error))?;
        match check::condition(&expr, source) {
            Ok((_, warnings)) => Ok(warnings.iter().map(ToString::to_string).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Conditions outside of rules have the place in front of a parse error.
    fn stand_alone(error: &ParseError) -> String {
        let place = error.position;
        format!(
            "filter error at index {}, line {}, column {}: {error}",
            place.index, place.line, place.column
        )
    }

    /// The vectors name transformed values as well, and each field as often as it occurs.
    fn plain_fields(names: &Value) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for name in strings(names) {
            if !name.contains('(') && !fields.contains(&name) {
                fields.push(name);
            }
        }
        fields
    }

    fn strings(list: &Value) -> Vec<String> {
        let items = list.as_array().into_iter().flatten();
        items
            .map(|item| item.as_str().unwrap().to_owned())
            .collect()
    }

    /// Runs every vector of a kind and reports all that fail.
    fn run(kind: &str, judge: impl Fn(&Value, &Value) + std::panic::RefUnwindSafe) {
        let cases = vectors(kind);
        let passes = |case: &Value| {
            std::panic::catch_unwind(|| judge(&case["input"], &case["expect"])).is_ok()
        };
        let failed: Vec<&str> = cases
            .iter()
            .filter(|case| !passes(case))
            .map(|case| case["id"].as_str().unwrap())
            .collect();
        println!("{} {kind} vectors", cases.len());
        assert!(
            failed.is_empty(),
            "{} of {} failed: {failed:?}",
            failed.len(),
            cases.len()
        );
    }
}
