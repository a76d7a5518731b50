//! Conditions over the fields of a source: most are well-formed and well-typed, a few are not.

use falconet_event::catalogue::ValueType;

use super::literal::{Use, literal};
use super::operand::{Operand, like, mistakable, operand};
use crate::choices::Choices;
use crate::world::World;

/// What a condition may refer to.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// Fields and their types.
    pub world: &'a World,
    /// Names of lists.
    pub lists: &'a [String],
    /// Names of macros.
    pub macros: &'a [String],
}

/// How deep parentheses are nested at most.
const DEEPEST: usize = 5;

/// A condition.
pub fn condition(choices: &mut Choices<'_>, scope: Scope<'_>) -> String {
    let text = any(choices, scope, DEEPEST);
    if choices.slip(2) {
        return text + choices.word(&[" and", ")", " or(a) b", " \"", " exists", "\u{0}", "\u{b}"]);
    }
    text
}

fn any(choices: &mut Choices<'_>, scope: Scope<'_>, depth: usize) -> String {
    if depth == 0 || choices.is_spent() {
        return check(choices, scope);
    }
    match choices.number(0..=9) {
        0..=4 => check(choices, scope),
        5 | 6 => chain(choices, scope, depth, "and"),
        7 | 8 => chain(choices, scope, depth, "or"),
        _ => negation(choices, scope, depth),
    }
}

/// Operands of `and` need no parentheses if they are checks or negations; a chain in a chain does, or it means
/// something else, which is as good.
fn chain(choices: &mut Choices<'_>, scope: Scope<'_>, depth: usize, word: &str) -> String {
    let mut text = any(choices, scope, depth - 1);
    for _ in 0..=choices.number(0..=2) {
        let next = any(choices, scope, depth - 1);
        let next = match choices.number(0..=3) {
            // Behind `or(` only another `or` may follow.
            0 if word == "and" || choices.slip(30) => format!("{word}({next})"),
            1 => format!("{word} ({next})"),
            _ => format!("{word} {next}"),
        };
        text = format!("{text} {next}");
    }
    if choices.chance(60) {
        format!("({text})")
    } else {
        text
    }
}

fn negation(choices: &mut Choices<'_>, scope: Scope<'_>, depth: usize) -> String {
    let inner = any(choices, scope, depth - 1);
    match choices.number(0..=3) {
        0 => format!("not {inner}"),
        1 => format!("not not {inner}"),
        2 => format!("not({inner})"),
        _ => format!("not ( {inner} )"),
    }
}

fn check(choices: &mut Choices<'_>, scope: Scope<'_>) -> String {
    if choices.chance(12)
        && let Some(name) = choices.item(scope.macros)
    {
        return name.clone();
    }
    let left = operand(choices, scope.world);
    let test = test(choices, scope, &left);
    format!("{}{test}", left.text)
}

/// The operator and its right side, with the blank before it.
fn test(choices: &mut Choices<'_>, scope: Scope<'_>, left: &Operand) -> String {
    match choices.number(0..=19) {
        0 | 1 => " exists".to_owned(),
        2 | 3 => membership(choices, scope, left, "intersects"),
        4..=6 => membership(choices, scope, left, "in"),
        7 if choices.slip(60) => odd(choices),
        8 if left.is_list && left.value_type != ValueType::IpNet => {
            format!(" in {}", like(choices, scope.world, left))
        }
        _ if left.is_list => membership(choices, scope, left, "intersects"),
        8 | 9 if left.value_type != ValueType::IpNet => between(choices, scope, left),
        _ => scalar(choices, scope, left),
    }
}

fn scalar(choices: &mut Choices<'_>, scope: Scope<'_>, left: &Operand) -> String {
    match left.value_type {
        ValueType::String => text(choices, scope, left),
        ValueType::Uint64 | ValueType::RelTime | ValueType::AbsTime => number(choices, left),
        ValueType::Bool | ValueType::IpAddr | ValueType::IpNet => sameness(choices, scope, left),
    }
}

/// How the right side of a string operator is read.
fn use_of(operator: &str) -> Use {
    match operator {
        "glob" | "iglob" => Use::Glob,
        "regex" => Use::Regex,
        "pmatch" => Use::Path,
        _ => Use::Plain,
    }
}

const TEXT_OPERATORS: &[&str] = &[
    "=",
    "==",
    "!=",
    "contains",
    "icontains",
    "startswith",
    "endswith",
    "glob",
    "iglob",
    "regex",
    "pmatch",
];

fn text(choices: &mut Choices<'_>, scope: Scope<'_>, left: &Operand) -> String {
    let operator = choices.word(TEXT_OPERATORS);
    let used = use_of(operator);
    if operator == "pmatch" {
        return format!(" pmatch {}", list(choices, scope, left.value_type, used));
    }
    if choices.chance(25) {
        let modifier = choices.word(&["oneof", "anyof", "allof"]);
        let list = list(choices, scope, left.value_type, used);
        return format!(" {operator} {modifier} {list}");
    }
    let space = choices.word(&[" ", "", "  ", "\n"]);
    let space = if operator.starts_with(['=', '!']) {
        space
    } else {
        " "
    };
    format!(
        " {operator}{space}{}",
        literal(choices, left.value_type, used)
    )
}

fn number(choices: &mut Choices<'_>, left: &Operand) -> String {
    let operator = choices.word(&["=", "!=", "<", "<=", ">", ">=", "=="]);
    format!(
        " {operator} {}",
        literal(choices, left.value_type, Use::Plain)
    )
}

fn sameness(choices: &mut Choices<'_>, scope: Scope<'_>, left: &Operand) -> String {
    let operator = choices.word(&["=", "!=", "=="]);
    if left.value_type != ValueType::Bool && choices.chance(10) {
        let list = list(choices, scope, left.value_type, Use::Plain);
        return format!(" {operator} anyof {list}");
    }
    format!(
        " {operator} {}",
        literal(choices, left.value_type, Use::Plain)
    )
}

fn membership(
    choices: &mut Choices<'_>,
    scope: Scope<'_>,
    left: &Operand,
    operator: &str,
) -> String {
    let list = list(choices, scope, left.value_type, Use::Plain);
    format!(" {operator} {list}")
}

/// A list in parentheses, or the name of one.
fn list(choices: &mut Choices<'_>, scope: Scope<'_>, value_type: ValueType, used: Use) -> String {
    if choices.slip(3) {
        return literal(choices, value_type, used);
    }
    let items = choices.several(5, |choices| {
        let name = choices
            .item(scope.lists)
            .filter(|_| value_type == ValueType::String);
        match name {
            Some(name) if choices.chance(25) => name.clone(),
            _ => literal(choices, value_type, used),
        }
    });
    let (open, comma) = (choices.word(&["(", "( "]), choices.word(&[",", ", "]));
    format!("{open}{})", items.join(comma))
}

fn between(choices: &mut Choices<'_>, scope: Scope<'_>, left: &Operand) -> String {
    let operators: &[&str] = match left.value_type {
        ValueType::String => &[
            "=",
            "!=",
            "contains",
            "icontains",
            "startswith",
            "endswith",
            "glob",
            "iglob",
            "<",
            ">=",
            "in",
            "intersects",
        ],
        ValueType::Uint64 | ValueType::RelTime | ValueType::AbsTime => {
            &["=", "!=", "<", "<=", ">", ">=", "in"]
        }
        _ => &["=", "!=", "in", "intersects"],
    };
    let operator = choices.word(operators);
    format!(" {operator} {}", like(choices, scope.world, left))
}

/// A test that most types do not have.
fn odd(choices: &mut Choices<'_>) -> String {
    let operators = &[
        "<",
        "bcontains",
        "bstartswith",
        "glob",
        "regex",
        "= oneof",
        "in",
        "pmatch",
        "!=",
        ">=",
    ];
    let operator = choices.word(operators);
    let right = mistakable(choices);
    if choices.chance(50) {
        format!(" {operator} ({right}, {right})")
    } else {
        format!(" {operator} {right}")
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse};
    use falconet_ruleset::check;

    use super::*;
    use crate::runner::Seed;

    #[test]
    fn most_conditions_compile() {
        let world = World::named("mock");
        let scope = Scope {
            world,
            lists: &[],
            macros: &[],
        };
        let mut good = 0;
        for number in 0..500 {
            let text = condition(&mut Choices::new(&Seed(number).bytes()), scope);
            let tree = parse(&text, ParseLimits::default());
            let checked = tree.map_err(|error| error.to_string()).and_then(|tree| {
                check::condition(&tree, world.source()).map_err(|error| error.to_string())
            });
            match checked {
                Ok(_) => good += 1,
                Err(error) => println!("{error}: {text}"),
            }
        }
        println!("{good} of 500");
        assert!(good > 300, "{good}");
    }
}
