//! What `falco -V` prints, byte for byte.

#[cfg(test)]
mod support;

#[cfg(test)]
mod golden {
    use std::fs;
    use std::path::Path;

    use crate::support::{Tally, golden_cases};
    use falconet_diagnostics::Diagnostic;
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};
    use serde_json::Value;

    #[test]
    fn files_are_validated_as_falco_does() {
        let catalogue = Catalogue::builtin();
        let mut tally = Tally::new("validate cases");
        for folder in golden_cases() {
            if let Some(case) = case_of_mode(&folder, "validate") {
                tally.note(
                    &folder.file_name().unwrap_or_default().to_string_lossy(),
                    &differences(&folder, &case, &catalogue),
                );
            }
        }
        tally.finish();
    }

    fn case_of_mode(folder: &Path, mode: &str) -> Option<Value> {
        let text = fs::read_to_string(folder.join("case.json")).ok()?;
        let case: Value = serde_json::from_str(&text).expect("a case is a JSON object");
        (case["mode"] == mode).then_some(case)
    }

    fn differences(folder: &Path, case: &Value, catalogue: &Catalogue) -> Vec<String> {
        let rules = fs::read(folder.join("rules.yaml")).expect("rules");
        let expected = fs::read_to_string(folder.join("validate.json")).unwrap_or_default();
        let mut loader = Loader::new(catalogue, LoadOptions::default());
        let successful = loader
            .load("rules.yaml", &String::from_utf8_lossy(&rules))
            .successful();
        let mut found = Vec::new();
        match loader.check_plugins() {
            Err(error) => compare(
                &mut found,
                "error",
                &case["errors"][0],
                &Value::from(format!("Error: {error}")),
            ),
            Ok(()) => compare(
                &mut found,
                "document",
                &Value::from(expected.trim_end()),
                &Value::from(loader.load_results()),
            ),
        }
        let exit = i32::from(!successful || loader.check_plugins().is_err());
        compare(&mut found, "exit", &case["exit"], &Value::from(exit));
        found
    }

    #[test]
    fn the_error_of_falco_is_among_all_errors() {
        let catalogue = Catalogue::builtin();
        let mut tally = Tally::new("errors of validate cases");
        for folder in golden_cases() {
            let expected = fs::read_to_string(folder.join("validate.json")).unwrap_or_default();
            let document: Value = serde_json::from_str(&expected).unwrap_or_default();
            let error = &document["falco_load_results"][0]["errors"][0];
            let Some(code) = error["code"].as_str() else {
                continue;
            };
            let message = error["message"].as_str().unwrap();
            tally.note(
                &folder.file_name().unwrap_or_default().to_string_lossy(),
                &missing(&folder, &catalogue, code, message),
            );
        }
        tally.finish();
    }

    fn missing(folder: &Path, catalogue: &Catalogue, code: &str, message: &str) -> Vec<String> {
        let rules = fs::read(folder.join("rules.yaml")).expect("rules");
        let mut loader = Loader::new(catalogue, LoadOptions::collecting_errors());
        loader.load("rules.yaml", &String::from_utf8_lossy(&rules));
        let diagnostics = loader.diagnostics();
        let is_falcos = |found: &&Diagnostic| {
            found.falco_code.as_ref().unwrap_or(&found.code).as_str() == code
                && found.message == message
        };
        match diagnostics.iter().find(is_falcos) {
            Some(_) => Vec::new(),
            None => vec![format!("no {code}: {message} in {diagnostics:?}")],
        }
    }

    fn compare(found: &mut Vec<String>, what: &str, expected: &Value, ours: &Value) {
        if expected != ours {
            found.push(format!(
                "{what}:\n     expected {expected}\n     found    {ours}"
            ));
        }
    }

    #[test]
    fn files_of_cases_that_ran_are_loaded() {
        let catalogue = Catalogue::builtin();
        let mut tally = Tally::new("rules of run cases");
        for folder in golden_cases() {
            if let Some(case) = case_of_mode(&folder, "run").filter(|case| case["exit"] == 0) {
                let rules = fs::read(folder.join("rules.yaml")).unwrap();
                let mut loader = Loader::new(&catalogue, LoadOptions::default());
                let error = loader
                    .load("rules.yaml", &String::from_utf8_lossy(&rules))
                    .errors()
                    .first();
                let messages: Vec<_> = error
                    .map(|error| error.message.clone())
                    .into_iter()
                    .collect();
                tally.note(case["case"].as_str().unwrap(), &messages);
            }
        }
        tally.finish();
    }
}
