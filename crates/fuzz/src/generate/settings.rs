//! Falco's configuration keys, as they stand behind `-o`.

use super::output::output;
use crate::choices::Choices;
use crate::world::World;

/// Settings for a run, one a line.
pub fn settings(choices: &mut Choices<'_>, world: &World) -> String {
    let mut all = vec![
        choices
            .word(&["rule_matching=all", "rule_matching=first"])
            .to_owned(),
    ];
    for key in [
        "json_output",
        "json_include_output_property",
        "json_include_message_property",
        "json_include_output_fields_property",
        "json_include_tags_property",
        "time_format_iso_8601",
        "plugins_hostinfo",
    ] {
        if choices.chance(15) {
            all.push(format!("{key}={}", choices.word(&["true", "false"])));
        }
    }
    if choices.chance(15) {
        all.push(format!(
            "priority={}",
            choices.word(&["warning", "info", "critical", "debug"])
        ));
    }
    if choices.chance(15) {
        all.push(format!(
            "append_output[].extra_output={}",
            one_line(&output(choices, world))
        ));
    }
    if choices.chance(15) {
        let field = choices.word(&["evt.num", "evt.time", "nothing", "tolower(evt.source)"]);
        all.push(format!("append_output[].extra_fields[]={field}"));
    }
    all.join("\n")
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}
