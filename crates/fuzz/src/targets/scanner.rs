//! The scan of a record accepts what a plain reader accepts, and finds the values that it finds.

use falconet_event::{EventContext, Fields, PlanBuilder, Value};

use crate::choices::Choices;
use crate::generate::event::tree;
use crate::generate::json::Spelling;
use crate::generate::mutate::{mutate, soup};
use crate::generate::vocabulary::POINTERS;
use crate::input::Input;
use crate::reference::json::{Inner, Tree, compact, read};
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "scanner",
    about: "a record is accepted, and its values are found, as by a plain reader; all that serde_json accepts is",
    ci_cases: 15_000,
    least_judged: 35,
    generate,
    check,
};

const PART: &str = "record.json";

/// Deep enough for `serde_json`, which takes 127.
const SERDE_DEPTH: usize = 127;

const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"a\"",
    "\"b\"",
    "\"\\u0061\"",
    "\"eventName\"",
    "1",
    "-",
    "inf",
    "nan",
    "null",
    "true",
    "false",
    " ",
    "\"",
    "e",
    "\\",
    "\n",
    "1.5",
    "\"\\\"\"",
    "\"x",
    "\u{0}",
    "é",
];

fn generate(choices: &mut Choices<'_>) -> Input {
    let text = match choices.number(0..=9) {
        0..=2 => soup(PIECES, choices).into_bytes(),
        3 => nested(choices),
        _ => changed(choices),
    };
    Input::default().with(PART, text)
}

fn changed(choices: &mut Choices<'_>) -> Vec<u8> {
    let depth = choices.number(1..=5);
    let mut text = tree(choices, depth).bytes(Spelling::Free, choices);
    if choices.chance(60) {
        mutate(&mut text, choices);
    }
    text
}

fn nested(choices: &mut Choices<'_>) -> Vec<u8> {
    let depth = choices.number(280..=310);
    let (open, close) = if choices.chance(50) {
        ("[", "]")
    } else {
        ("{\"a\":", "}")
    };
    format!("{}1{}", open.repeat(depth), close.repeat(depth)).into()
}

fn check(input: &Input) -> Verdict {
    let record = input.bytes(PART);
    let expected = read(record);
    let world = World::named("github");
    let mut builder = PlanBuilder::new(world.source());
    let mut ids = Vec::new();
    for pointer in POINTERS {
        let field = world
            .source()
            .resolve(format!("json.value[{pointer}]").as_bytes());
        let field = field.map_err(|error| error.to_string())?;
        ids.push((*pointer, builder.field(&field)));
    }
    let (plan, mut fields) = (builder.finish(), Fields::new());
    let scanned = plan.scan(record, &mut fields);
    if scanned.is_ok() != expected.is_some() {
        return Err(format!("the scan says {scanned:?}"));
    }
    let is_json = serde_json::from_slice::<serde_json::Value>(record).is_ok();
    let Some(tree) = expected else {
        let is_deep = deepest(record) > SERDE_DEPTH;
        return if is_json && !is_deep {
            Err("it is JSON".to_owned())
        } else {
            Ok(Outcome::Refused)
        };
    };
    let context = EventContext::default();
    for (pointer, id) in ids {
        fields.load(&plan, record, &context, id);
        compare(pointer, fields.value(record, id), &tree, record)?;
    }
    Ok(Outcome::Judged)
}

/// No less than how deep the text nests.
fn deepest(record: &[u8]) -> usize {
    record.iter().filter(|byte| b"[{".contains(byte)).count()
}

fn compare(
    pointer: &str,
    found: Option<Value<'_>>,
    tree: &Tree<'_>,
    record: &[u8],
) -> Result<(), String> {
    let is_readable = matches!(record.first(), Some(b'{' | b'[')) && !record.ends_with(&[0]);
    let Ok(place) = at(tree, &steps(pointer)) else {
        return Ok(());
    };
    let place = place.filter(|_| is_readable);
    let expected = place.map(|tree| text(tree.raw));
    if expected == Some(None) {
        return Ok(());
    }
    let found = match found {
        Some(Value::Text(text)) => Some(text.to_vec()),
        None => None,
        Some(other) => return Err(format!("{pointer} is no text: {other:?}")),
    };
    let expected = expected.flatten();
    if found == expected {
        return Ok(());
    }
    let shown = |text: &Option<Vec<u8>>| text.as_ref().map(|text| text.escape_ascii().to_string());
    Err(format!(
        "{pointer} is {:?} instead of {:?}",
        shown(&found),
        shown(&expected)
    ))
}

fn steps(pointer: &str) -> Vec<String> {
    let relative = pointer.strip_prefix('/').unwrap_or(pointer);
    let steps = relative.split('/');
    steps
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// What a key with escapes that are not JSON's stands for is not known here.
struct Unknown;

fn at<'t>(tree: &'t Tree<'t>, steps: &[String]) -> Result<Option<&'t Tree<'t>>, Unknown> {
    let Some((step, rest)) = steps.split_first() else {
        return Ok(Some(tree));
    };
    let below = match &tree.inner {
        Inner::Nothing => None,
        Inner::Array(elements) => step.parse::<usize>().ok().and_then(|at| elements.get(at)),
        Inner::Object(members) => {
            let mut found = None;
            for (key, value) in members {
                if found.is_none() && decoded(key).ok_or(Unknown)? == step.as_bytes() {
                    found = Some(value);
                }
            }
            found
        }
    };
    below.map_or(Ok(None), |below| at(below, rest))
}

/// The text of a string, compact JSON for anything else, up to the first NUL; nothing if it is not known.
fn text(raw: &[u8]) -> Option<Vec<u8>> {
    let whole = if raw.starts_with(b"\"") {
        decoded(raw)?
    } else {
        compact(raw)
    };
    Some(
        whole
            .split(|byte| *byte == 0)
            .next()
            .unwrap_or_default()
            .to_vec(),
    )
}

fn decoded(quoted: &[u8]) -> Option<Vec<u8>> {
    if quoted.contains(&b'\\') {
        return serde_json::from_slice::<String>(quoted)
            .ok()
            .map(String::into_bytes);
    }
    Some(quoted.get(1..quoted.len() - 1)?.to_vec())
}
