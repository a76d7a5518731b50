//! The load vectors: rules files, and what Falco makes of them.

#[cfg(test)]
mod support;

#[cfg(test)]
mod vectors {
    use std::collections::BTreeMap;

    use crate::support::{Tally, catalogue_of, vectors};
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::select::{Action, SelectionEntry, select};
    use falconet_ruleset::{
        AppendOutput, ExtraFieldOption, ExtraValue, LoadOptions, Loader, Priority, Rule, Ruleset,
    };
    use serde_json::{Value, json};

    #[test]
    fn files_load_as_they_do_in_falco() {
        let mut tally = Tally::new("load vectors");
        for vector in vectors("load") {
            tally.note(vector["id"].as_str().unwrap_or("?"), &differences(&vector));
        }
        tally.finish();
    }

    fn differences(vector: &Value) -> Vec<String> {
        let (input, expect) = (&vector["input"], &vector["expect"]);
        let catalogue = catalogue_of(input);
        let mut loader = Loader::new(&catalogue, load_options(&input["extra"]));
        for file in array(&input["files"]) {
            if !loader.load(text(&file[0]), text(&file[1])).successful() {
                break;
            }
        }
        let mut found = Differences::default();
        found.reports(&loader, expect);
        found.plugins(&loader, expect);
        if let Some(ruleset) = loader.ruleset() {
            found.ruleset(ruleset, input, expect);
        }
        found.0
    }

    /// A load that goes on after errors finds Falco's, and none where Falco finds none.
    #[test]
    fn all_errors_are_those_of_falco_and_more_only_behind_them() {
        let mut tally = Tally::new("load vectors with all errors");
        for vector in vectors("load") {
            tally.note(vector["id"].as_str().unwrap_or("?"), &missed(&vector));
        }
        tally.finish();
    }

    fn missed(vector: &Value) -> Vec<String> {
        let (input, expect) = (&vector["input"], &vector["expect"]);
        let catalogue = catalogue_of(input);
        let options = LoadOptions {
            most_errors: LoadOptions::collecting_errors().most_errors,
            ..load_options(&input["extra"])
        };
        let mut loader = Loader::new(&catalogue, options);
        for file in array(&input["files"]) {
            loader.load(text(&file[0]), text(&file[1]));
        }
        let reports = loader.reports().iter();
        let errors: Vec<_> = reports
            .flat_map(falconet_ruleset::FileReport::errors)
            .map(|error| json!([error.code.name(), error.message]))
            .collect();
        let expected = array(&expect["errors"]);
        let missed = expected.iter().filter(|error| !errors.contains(error));
        let mut found: Vec<String> = missed.map(ToString::to_string).collect();
        let is_clean = expect["ok"] == true && loader.check_plugins().is_ok();
        if is_clean && !errors.is_empty() {
            found.push(format!("not an error in Falco: {errors:?}"));
        }
        found
    }

    #[derive(Default)]
    struct Differences(Vec<String>);

    impl Differences {
        fn compare(&mut self, what: &str, expected: &Value, found: &Value) {
            if !expected.is_null() && expected != found {
                self.0.push(format!(
                    "{what}:\n     expected {expected}\n     found    {found}"
                ));
            }
        }

        fn reports(&mut self, loader: &Loader<'_>, expect: &Value) {
            let reports = loader.reports();
            let ok = reports.iter().all(falconet_ruleset::FileReport::successful);
            self.compare("ok", &expect["ok"], &json!(ok));
            let errors: Vec<_> = reports
                .iter()
                .filter_map(|report| report.errors().first())
                .map(|error| json!([error.code.name(), error.message]))
                .collect();
            self.compare("errors", &expect["errors"], &json!(errors));
            let warnings = reports
                .iter()
                .flat_map(falconet_ruleset::FileReport::warnings)
                .filter(|warning| warning.code.name() != "LOAD_NO_EVTTYPE");
            let warnings: Vec<_> = warnings
                .map(|warning| json!([warning.code.name(), warning.message]))
                .collect();
            self.compare("warnings", &expect["warnings"], &json!(warnings));
            if let Some(last) = reports.last() {
                self.compare(
                    "schema",
                    &expect["schema_validation"],
                    &json!(last.schema().status()),
                );
                self.compare("result_json", &expect["result_json"], &last_result(loader));
                self.compare(
                    "result_text_verbose",
                    &expect["result_text_verbose"],
                    &json!(last.verbose(loader.sources())),
                );
                self.compare(
                    "result_text_summary",
                    &expect["result_text_summary"],
                    &json!(last.summary()),
                );
            }
        }

        fn plugins(&mut self, loader: &Loader<'_>, expect: &Value) {
            let checked = loader.check_plugins();
            self.compare("plugins_ok", &expect["plugins_ok"], &json!(checked.is_ok()));
            self.compare(
                "plugins_error",
                &expect["plugins_error"],
                &json!(checked.err().map(|error| error.to_string())),
            );
        }

        fn ruleset(&mut self, ruleset: &Ruleset, input: &Value, expect: &Value) {
            if !expect["rules"].is_null() {
                let rules: BTreeMap<_, _> = ruleset
                    .rules
                    .iter()
                    .map(|rule| (rule.name.as_str(), rule_json(rule)))
                    .collect();
                self.compare("rules", &expect["rules"], &json!(rules));
            }
            let lists: BTreeMap<_, _> = ruleset
                .lists
                .iter()
                .map(|list| (list.name.as_str(), &list.items_compiled))
                .collect();
            for (name, items) in expect["lists"].as_object().into_iter().flatten() {
                self.compare("list", items, &json!(lists.get(name.as_str())));
            }
            self.compare(
                "enabled_count",
                &expect["enabled_count"],
                &json!(enabled_count(ruleset, input)),
            );
            for (rule, fields) in expect["extra_output_formatted_fields"]
                .as_object()
                .into_iter()
                .flatten()
            {
                let found = ruleset
                    .rules
                    .iter()
                    .find(|found| found.name == *rule)
                    .map(formatted_fields);
                self.compare("extra fields", fields, &json!(found));
            }
        }
    }

    fn enabled_count(ruleset: &Ruleset, input: &Value) -> usize {
        let entries: Vec<_> = array(&input["select"])
            .iter()
            .map(selection_entry)
            .collect();
        let source = input["event_source"].as_str();
        let selected = select(&ruleset.rules, Priority::Debug, &entries);
        selected
            .iter()
            .filter(|index| {
                source.is_none_or(|source| ruleset.rules[**index].source_name == source)
            })
            .count()
    }

    fn selection_entry(entry: &Value) -> SelectionEntry {
        let (action, what) = if entry["enable"].is_object() {
            (Action::Enable, &entry["enable"])
        } else {
            (Action::Disable, &entry["disable"])
        };
        SelectionEntry {
            action,
            rule: text(&what["rule"]).to_owned(),
            tag: text(&what["tag"]).to_owned(),
        }
    }

    fn rule_json(rule: &Rule) -> Value {
        json!({
            "condition_compiled": rule.condition_compiled,
            "output_compiled": rule.output_compiled,
            "condition": rule.condition_text,
            "output": rule.output_text,
            "description": rule.description,
            "priority": rule.priority.name(),
            "source": rule.source_name,
            "enabled": rule.enabled,
            "tags": rule.tags,
            "capture": rule.capture,
            "capture_duration": rule.capture_duration,
        })
    }

    fn formatted_fields(rule: &Rule) -> BTreeMap<&str, &str> {
        let formatted = rule
            .extra_fields
            .iter()
            .filter(|field| matches!(field.value, ExtraValue::Formatted(_)));
        formatted
            .map(|field| (field.name.as_str(), field.text.as_str()))
            .collect()
    }

    /// The last file's entry in the load result.
    fn last_result(loader: &Loader<'_>) -> Value {
        let results: Value = serde_json::from_str(&loader.load_results()).unwrap();
        let files = results["falco_load_results"].as_array().unwrap();
        files.last().cloned().unwrap_or_default()
    }

    fn load_options(extra: &Value) -> LoadOptions {
        LoadOptions {
            append_output: array(extra).iter().map(append_output).collect(),
            ..LoadOptions::default()
        }
    }

    fn append_output(entry: &Value) -> AppendOutput {
        let owned = |key: &str| entry[key].as_str().map(str::to_owned);
        AppendOutput {
            source: owned("source"),
            tags: array(&entry["tags"])
                .iter()
                .map(|tag| text(tag).to_owned())
                .collect(),
            rule: owned("rule"),
            extra_output: owned("format"),
            extra_fields: array(&entry["fields"]).iter().map(extra_field).collect(),
        }
    }

    fn extra_field(field: &Value) -> ExtraFieldOption {
        match field.as_object().and_then(|map| map.iter().next()) {
            Some((name, format)) => ExtraFieldOption::Formatted {
                name: name.clone(),
                format: text(format).to_owned(),
            },
            None => ExtraFieldOption::Raw(text(field).to_owned()),
        }
    }

    fn array(value: &Value) -> &[Value] {
        value.as_array().map_or(&[], Vec::as_slice)
    }

    fn text(value: &Value) -> &str {
        value.as_str().unwrap_or_default()
    }

    #[test]
    fn a_plugin_that_is_too_old_is_found_in_the_builtin_catalogue() {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load(
            "r.yaml",
            "- required_plugin_versions:\n  - {name: cloudtrail, version: 99.0.0}\n",
        );
        let error = loader.check_plugins().unwrap_err().to_string();
        assert_eq!(
            error,
            "Plugin 'cloudtrail' version '0.17.1' is not compatible with required plugin version '99.0.0'"
        );
    }
}
