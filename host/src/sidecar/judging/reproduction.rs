//! The command that gives a record to the module once more, as the sidecar gave it.

use std::path::Path;

use super::RulesSource;
use crate::limits::ModuleLimits;

/// A command of the shell that reads the record from standard input.
pub(super) fn command(rules: &RulesSource, limits: &ModuleLimits) -> String {
    let mut words = vec!["falconet".to_owned(), "scan".to_owned()];
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), quoted(value)]);
    for path in &rules.paths {
        option("-r", &shown(path));
    }
    for setting in &rules.settings {
        option("-o", setting);
    }
    if let Some(source) = &rules.source {
        option("--source", source);
    }
    if let Some(module) = &rules.module {
        option("--module", &shown(module));
    }
    option("--wrapping", rules.wrapping.name());
    option("--max-wrappings", &rules.max_wrappings.to_string());
    option("--max-record", &rules.max_record.to_string());
    option("--memory", &limits.memory.to_string());
    option("--timeout", &limits.timeout.to_string());
    if rules.alert_id {
        words.push("--alert-id".to_owned());
    }
    words.push("-".to_owned());
    words.join(" ")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A word as the shell takes it for itself.
fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./=:,%+@".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Size, Wrapping};

    #[test]
    fn the_command_has_all_that_decides_what_the_module_does() {
        let rules = RulesSource {
            paths: vec!["rules".into(), "it's mine.yaml".into()],
            settings: vec!["append_output[].extra_output=%ct.id".to_owned()],
            source: Some("okta".to_owned()),
            module: Some("m.wasm".into()),
            wrapping: Wrapping::Sqs,
            alert_id: true,
            max_record: Size::mebibytes(16),
            max_wrappings: 4,
            max_rules: Size::mebibytes(1),
        };
        assert_eq!(
            command(&rules, &ModuleLimits::default()),
            "falconet scan -r rules -r 'it'\\''s mine.yaml' -o 'append_output[].extra_output=%ct.id' --source okta \
             --module m.wasm --wrapping sqs --max-wrappings 4 --max-record 16MiB --memory 1GiB --timeout 10s --alert-id -"
        );
    }
}
