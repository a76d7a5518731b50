//! Fields and transformers as they are written, with the type they have.

use falconet_event::catalogue::ValueType;

use super::literal::{quoted, quoted_or_bare};
use super::vocabulary as words;
use crate::choices::Choices;
use crate::world::{FieldUse, World};

/// An expression as it is written.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Its text.
    pub text: String,
    /// Type of its value, or of its elements.
    pub value_type: ValueType,
    /// Whether it yields a list.
    pub is_list: bool,
}

/// How deep transformers are nested at most.
const DEEPEST: usize = 4;

/// A field, or a transformer of something.
pub fn operand(choices: &mut Choices<'_>, world: &World) -> Operand {
    if choices.chance(30) {
        transformed(choices, world, DEEPEST)
    } else {
        field(choices, world, |_| true)
    }
}

/// A field that is wanted; any field if there is none.
pub fn field(
    choices: &mut Choices<'_>,
    world: &World,
    is_wanted: impl Fn(&FieldUse) -> bool,
) -> Operand {
    let favourites: Vec<_> = choices
        .favourite_fields()
        .iter()
        .filter_map(|at| world.fields.get(*at))
        .filter(|field| is_wanted(field))
        .collect();
    if !favourites.is_empty() && choices.chance(70) {
        return one_of(choices, &favourites);
    }
    let wanted: Vec<_> = world
        .fields
        .iter()
        .filter(|field| is_wanted(field))
        .collect();
    let among = if wanted.is_empty() {
        world.fields.iter().collect()
    } else {
        wanted
    };
    one_of(choices, &among)
}

fn one_of(choices: &mut Choices<'_>, among: &[&FieldUse]) -> Operand {
    let (mut text, mut value_type, mut is_list) = (String::new(), ValueType::String, false);
    if let Some(field) = choices.item(among) {
        text = field.name.clone() + &bracketed(choices, field);
        (value_type, is_list) = (field.value_type, field.is_list);
    }
    Operand {
        text,
        value_type,
        is_list,
    }
}

/// The field's argument with its brackets, if it has one.
fn bracketed(choices: &mut Choices<'_>, field: &FieldUse) -> String {
    let Some(spec) = field.argument else {
        return String::new();
    };
    if !spec.required && choices.chance(50) {
        return String::new();
    }
    let argument = if spec.index && !(spec.key && choices.chance(50)) {
        choices.word(&["0", "1", "2", "10"])
    } else if field.name.starts_with("json.") {
        choices.word(words::POINTERS)
    } else {
        choices.word(&["a", "b", "/a", "0", "a.b", "é"])
    };
    if choices.chance(20) {
        format!("[{}]", quoted(argument.as_bytes(), "\""))
    } else {
        format!("[{argument}]")
    }
}

fn transformed(choices: &mut Choices<'_>, world: &World, depth: usize) -> Operand {
    match choices.number(0..=7) {
        0 => changed(choices, world, depth, "tolower"),
        1 => changed(choices, world, depth, "toupper"),
        2 => changed(choices, world, depth, "b64"),
        3 => changed(choices, world, depth, "basename"),
        4 => length(choices, world, depth),
        5 => join(choices, world, depth),
        6 => concat(choices, world, depth),
        _ => getopt(choices, world, depth),
    }
}

/// A string, or a list of strings, for a transformer.
fn texts(choices: &mut Choices<'_>, world: &World, depth: usize) -> Operand {
    if depth > 0 && choices.chance(35) {
        let made = transformed(choices, world, depth - 1);
        if made.value_type == ValueType::String {
            return made;
        }
    }
    field(choices, world, |field| {
        field.value_type == ValueType::String
    })
}

fn scalar_text(choices: &mut Choices<'_>, world: &World, depth: usize) -> String {
    if choices.chance(25) {
        return constant(choices);
    }
    let made = texts(choices, world, depth);
    if !made.is_list || choices.slip(3) {
        return made.text;
    }
    field(choices, world, is_scalar_text).text
}

fn is_scalar_text(field: &FieldUse) -> bool {
    field.value_type == ValueType::String && !field.is_list
}

fn constant(choices: &mut Choices<'_>) -> String {
    let quote = choices.word(&["\"", "'"]);
    let text = words::text(choices);
    quoted(&text, quote)
}

fn changed(choices: &mut Choices<'_>, world: &World, depth: usize, name: &str) -> Operand {
    let inner = texts(choices, world, depth);
    Operand {
        text: format!("{name}({})", inner.text),
        ..inner
    }
}

fn length(choices: &mut Choices<'_>, world: &World, depth: usize) -> Operand {
    let inner = if choices.chance(40) {
        list_or_text(choices, world)
    } else {
        texts(choices, world, depth).text
    };
    scalar(format!("len({inner})"), ValueType::Uint64)
}

/// A list field, or a text where the source has none.
fn list_or_text(choices: &mut Choices<'_>, world: &World) -> String {
    let has_lists = world.fields.iter().any(|field| field.is_list);
    let is_wanted = |field: &FieldUse| {
        if has_lists {
            field.is_list
        } else {
            field.value_type == ValueType::String
        }
    };
    field(choices, world, is_wanted).text
}

fn join(choices: &mut Choices<'_>, world: &World, depth: usize) -> Operand {
    let separator = if choices.chance(70) {
        constant(choices)
    } else {
        scalar_text(choices, world, depth)
    };
    let list = list(choices, world);
    scalar(format!("join({separator},{list})"), ValueType::String)
}

/// A list field, or a list of fields and constants.
fn list(choices: &mut Choices<'_>, world: &World) -> String {
    if choices.chance(35) && world.fields.iter().any(|field| field.is_list) {
        return field(choices, world, |field| {
            field.is_list && field.value_type == ValueType::String
        })
        .text;
    }
    let items = choices.several(4, |choices| match choices.number(0..=3) {
        0 => constant(choices),
        1 => choices.word(words::NUMBERS).to_owned(),
        _ => field(choices, world, may_be_listed).text,
    });
    format!("({})", items.join(choices.word(&[",", ", ", " , "])))
}

fn may_be_listed(field: &FieldUse) -> bool {
    !matches!(field.value_type, ValueType::IpAddr | ValueType::IpNet)
}

fn concat(choices: &mut Choices<'_>, world: &World, depth: usize) -> Operand {
    let mut parts = vec![scalar_text(choices, world, depth)];
    for _ in 0..=choices.number(0..=2) {
        parts.push(scalar_text(choices, world, depth));
    }
    let parts = parts.join(choices.word(&[",", ", "]));
    scalar(format!("concat({parts})"), ValueType::String)
}

fn getopt(choices: &mut Choices<'_>, world: &World, _: usize) -> Operand {
    let argv = list(choices, world);
    let options = choices.word(&["a", "a:b", "ab:", ":a:", "abc", "", "a::", "b:a", "-a"]);
    let text = format!("getopt({argv},\"{options}\")");
    if choices.chance(50) {
        let option = choices.word(&["a", "b", "c", ":", "-"]);
        return scalar(format!("{text}[{option}]"), ValueType::String);
    }
    Operand {
        text,
        value_type: ValueType::String,
        is_list: true,
    }
}

fn scalar(text: String, value_type: ValueType) -> Operand {
    Operand {
        text,
        value_type,
        is_list: false,
    }
}

/// Another expression of the same type, to compare with.
pub fn like(choices: &mut Choices<'_>, world: &World, left: &Operand) -> String {
    match (left.value_type, left.is_list) {
        (ValueType::String, false) if choices.chance(40) => made_text(choices, world),
        (ValueType::Uint64, false) if choices.chance(30) => length(choices, world, 1).text,
        (ValueType::String, is_list) => like_text(choices, world, is_list),
        _ => format!(
            "val({})",
            field(choices, world, |field| is_alike(field, left)).text
        ),
    }
}

fn is_alike(field: &FieldUse, left: &Operand) -> bool {
    (field.value_type, field.is_list) == (left.value_type, left.is_list)
}

fn made_text(choices: &mut Choices<'_>, world: &World) -> String {
    match choices.number(0..=3) {
        0 => concat(choices, world, 1).text,
        1 => join(choices, world, 1).text,
        _ => format!("tolower({})", scalar_text(choices, world, 1)),
    }
}

/// A field as it is, or changed; not every source has a list of texts.
fn like_text(choices: &mut Choices<'_>, world: &World, is_list: bool) -> String {
    let alike =
        |field: &FieldUse| field.value_type == ValueType::String && field.is_list == is_list;
    let change = choices.word(&["val", "toupper", "basename", "val"]);
    if world.fields.iter().any(alike) {
        return format!("{change}({})", field(choices, world, alike).text);
    }
    "tolower(getopt((\"-ab\", \"x\"), \"ab:\"))".to_owned()
}

/// Any word that could be mistaken for something else.
pub fn mistakable(choices: &mut Choices<'_>) -> String {
    let word = words::text(choices);
    quoted_or_bare(choices, &word)
}
