//! Rules files: lists, macros, rules with exceptions, appends and overrides.

use falconet_event::catalogue::ValueType;

use super::condition::{Scope, condition};
use super::literal::quoted_or_bare;
use super::operand::field;
use super::output::output;
use super::vocabulary as words;
use super::yaml::{Yaml, document};
use crate::choices::Choices;
use crate::world::{FieldUse, World};

const LISTS: &[&str] = &["list_x", "known.b", "l-c", "é_d"];
/// Lists whose names are values too, and are replaced wherever they stand.
const MISTAKABLE_LISTS: &[&str] = &["list_a", "a"];
const MACROS: &[&str] = &["m_a", "m_b", "m2", "is_it"];
const RULES: &[&str] = &["Rule A", "b", "Rule: C", "d \"d\"", "E *", "f", "G", "h%"];
const PRIORITIES: &[&str] = &[
    "INFO",
    "WARNING",
    "Critical",
    "debug",
    "NOTICE",
    "EMERGENCY",
    "Error",
];
const TAGS: &[&str] = &["a", "z", "T1078", "aws", "é"];

/// The items of rules files, in an order in which they load.
#[derive(Debug, Default)]
pub struct Items {
    /// Lists and macros, which rules refer to.
    pub definitions: Vec<Yaml>,
    /// Rules, each with what is appended to it or overridden of it behind it.
    pub rules: Vec<Vec<Yaml>>,
    lists: Vec<String>,
    macros: Vec<String>,
}

impl Items {
    /// The items in one file.
    pub fn file(&self, choices: &mut Choices<'_>) -> String {
        let rules = self.rules.iter().flatten();
        let all: Vec<_> = self.definitions.iter().chain(rules).cloned().collect();
        document(&all, choices)
    }
}

/// Some lists, macros and rules.
pub fn items(choices: &mut Choices<'_>, world: &World) -> Items {
    let mut items = Items::default();
    for name in LISTS {
        if choices.chance(50) {
            list(choices, name, &mut items);
        }
    }
    for name in MISTAKABLE_LISTS {
        if choices.slip(40) {
            list(choices, name, &mut items);
        }
    }
    for name in MACROS {
        if choices.chance(45) {
            filter(choices, world, name, &mut items);
        }
    }
    for name in RULES {
        if items.rules.is_empty() || choices.chance(60) {
            let rule = rule(choices, world, name, &items);
            items.rules.push(rule);
        }
    }
    items
}

fn list(choices: &mut Choices<'_>, name: &str, items: &mut Items) {
    let values = choices.several(5, |choices| list_item(choices, &items.lists));
    let list = Yaml::map([("list", Yaml::text(name)), ("items", Yaml::texts(values))]);
    items.definitions.push(list);
    if choices.chance(15) {
        let more = choices.several(2, |choices| list_item(choices, &items.lists));
        let mut appended = vec![
            ("list".to_owned(), Yaml::text(name)),
            ("items".to_owned(), Yaml::texts(more)),
        ];
        appended.push(append(choices, "items"));
        items.definitions.push(Yaml::Map(appended));
    }
    items.lists.push(name.to_owned());
}

/// Items go into conditions as they are, so most are written as values are written there.
fn list_item(choices: &mut Choices<'_>, lists: &[String]) -> String {
    if choices.chance(15)
        && let Some(list) = choices.item(lists)
    {
        return list.clone();
    }
    if choices.slip(5) {
        return choices.word(words::TEXTS).to_owned();
    }
    let value = words::text(choices);
    quoted_or_bare(choices, &value)
}

/// The old and the new way to append.
fn append(choices: &mut Choices<'_>, key: &str) -> (String, Yaml) {
    if choices.chance(50) {
        ("append".to_owned(), Yaml::text("true"))
    } else {
        (
            "override".to_owned(),
            Yaml::map([(key, Yaml::text("append"))]),
        )
    }
}

fn filter(choices: &mut Choices<'_>, world: &World, name: &str, items: &mut Items) {
    let scope = items_scope(world, items);
    let text = condition(choices, scope);
    let defined = Yaml::map([("macro", Yaml::text(name)), ("condition", Yaml::text(text))]);
    let mut appended = Vec::new();
    if choices.chance(15) {
        let more = format!(
            "{} {}",
            choices.word(&["or", "and"]),
            condition(choices, scope)
        );
        let mut members = vec![
            ("macro".to_owned(), Yaml::text(name)),
            ("condition".to_owned(), Yaml::text(more)),
        ];
        members.push(append(choices, "condition"));
        appended.push(Yaml::Map(members));
    }
    items.definitions.push(defined);
    items.definitions.extend(appended);
    items.macros.push(name.to_owned());
}

fn items_scope<'a>(world: &'a World, items: &'a Items) -> Scope<'a> {
    Scope {
        world,
        lists: &items.lists,
        macros: &items.macros,
    }
}

/// A rule, and perhaps something that changes it.
fn rule(choices: &mut Choices<'_>, world: &World, name: &str, items: &Items) -> Vec<Yaml> {
    let scope = items_scope(world, items);
    let mut members = required(choices, scope, name);
    members.extend(optional(choices, world));
    if choices.chance(20) {
        choices.shuffle(&mut members);
    }
    let mut all = vec![Yaml::Map(members)];
    if choices.chance(20) {
        all.push(change(choices, scope, name));
    }
    all
}

type Members = Vec<(String, Yaml)>;

fn required(choices: &mut Choices<'_>, scope: Scope<'_>, name: &str) -> Members {
    let members = [
        ("rule", Yaml::text(name)),
        (
            "desc",
            Yaml::text(choices.word(&["d", "é: d", "two\nlines"])),
        ),
        ("condition", Yaml::text(condition(choices, scope))),
        ("output", Yaml::text(output(choices, scope.world))),
        ("priority", Yaml::text(choices.word(PRIORITIES))),
        ("source", Yaml::text(scope.world.name())),
    ];
    members.map(|(key, value)| (key.to_owned(), value)).into()
}

fn optional(choices: &mut Choices<'_>, world: &World) -> Members {
    let mut members = Vec::new();
    let mut add = |key: &str, value| members.push((key.to_owned(), value));
    if choices.chance(40) {
        let tags = choices.several(3, |choices| choices.word(TAGS).to_owned());
        add("tags", Yaml::texts(tags));
    }
    if choices.chance(8) {
        add(
            "enabled",
            Yaml::text(choices.word(&["false", "true", "no"])),
        );
    }
    if choices.chance(5) {
        add("skip-if-unknown-filter", Yaml::text("true"));
    }
    if choices.chance(25) {
        add("exceptions", exceptions(choices, world));
    }
    members
}

fn change(choices: &mut Choices<'_>, scope: Scope<'_>, name: &str) -> Yaml {
    let (key, how, value) = match choices.number(0..=5) {
        0 => (
            "condition",
            "replace",
            Yaml::text(condition(choices, scope)),
        ),
        1 => ("output", "append", Yaml::text(output(choices, scope.world))),
        2 => ("priority", "replace", Yaml::text(choices.word(PRIORITIES))),
        3 if choices.slip(50) => ("exceptions", "append", exceptions(choices, scope.world)),
        4 => (
            "enabled",
            "replace",
            Yaml::text(choices.word(&["true", "false"])),
        ),
        _ => ("condition", "append", more(choices, scope)),
    };
    Yaml::map([
        ("rule", Yaml::text(name)),
        (key, value),
        ("override", Yaml::map([(key, Yaml::text(how))])),
    ])
}

fn more(choices: &mut Choices<'_>, scope: Scope<'_>) -> Yaml {
    let word = choices.word(&["and", "or", "and not"]);
    Yaml::text(format!("{word} {}", condition(choices, scope)))
}

fn exceptions(choices: &mut Choices<'_>, world: &World) -> Yaml {
    let mut all = Vec::new();
    for name in ["e", "by two", "e3"] {
        if all.is_empty() || choices.chance(20) {
            let exception = if choices.chance(40) {
                of_one_field(choices, world, name)
            } else {
                of_fields(choices, world, name)
            };
            all.push(exception);
        }
    }
    Yaml::Items(all)
}

fn of_one_field(choices: &mut Choices<'_>, world: &World, name: &str) -> Yaml {
    let field = field(choices, world, is_excepted);
    let mut values = vec![value(choices)];
    values.extend(choices.several(4, value));
    let mut members = vec![
        ("name".to_owned(), Yaml::text(name)),
        ("fields".to_owned(), Yaml::text(field.text)),
        ("values".to_owned(), Yaml::texts(values)),
    ];
    if choices.chance(40) {
        let comps = choices.word(&["in", "intersects", "startswith anyof", "pmatch", "= oneof"]);
        members.push(("comps".to_owned(), Yaml::text(comps)));
    }
    Yaml::Map(members)
}

fn of_fields(choices: &mut Choices<'_>, world: &World, name: &str) -> Yaml {
    let count = choices.number(1..=3);
    let mut fields = Vec::new();
    let mut comps = Vec::new();
    for _ in 0..count {
        fields.push(field(choices, world, is_excepted).text);
        comps.push(
            choices
                .word(&["=", "in", "startswith", "!=", "contains", "glob"])
                .to_owned(),
        );
    }
    let mut rows = vec![row(choices, &comps)];
    rows.extend(choices.several(2, |choices| row(choices, &comps)));
    let mut members = vec![
        ("name".to_owned(), Yaml::text(name)),
        ("fields".to_owned(), Yaml::texts(fields)),
        ("values".to_owned(), Yaml::Items(rows)),
    ];
    if comps.iter().any(|comp| comp != "=") || choices.chance(50) {
        members.push(("comps".to_owned(), Yaml::texts(comps)));
    }
    Yaml::Map(members)
}

fn row(choices: &mut Choices<'_>, comps: &[String]) -> Yaml {
    let mut values = Vec::new();
    for comp in comps {
        if comp == "in" && choices.chance(60) {
            values.push(Yaml::texts(choices.several(3, value)));
        } else {
            values.push(Yaml::text(value(choices)));
        }
    }
    Yaml::Items(values)
}

/// Values of exceptions are texts, whatever the field is.
fn is_excepted(field: &FieldUse) -> bool {
    field.argument.is_none() && !field.is_list && field.value_type == ValueType::String
}

/// Exceptions become text of a condition, so a value that is no word would be no value there.
fn value(choices: &mut Choices<'_>) -> String {
    let value = words::text(choices);
    let written = quoted_or_bare(choices, &value);
    if written.is_empty() {
        "x".to_owned()
    } else {
        written
    }
}
