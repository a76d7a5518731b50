//! Sharing expressions and tests among rules, and skipping rules by index, never change an answer: random rules
//! in one program against each rule alone.

use crate::mock::{program, with_event};
use crate::program::{Program, Scratch};

/// A small generator of numbers, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const TEXTS: &[&str] = &["a", "b", "ab", "A", "7"];
const STRINGS: &[&str] = &[
    "t.string",
    "u.string",
    "tolower(t.string)",
    "toupper(t.string)",
    "concat(t.string,u.string)",
    "concat(t.string,\"u.string\")",
    "concat(u.string,t.string)",
    "join(\"\",(t.string,u.string))",
    "getopt(l.string,\"ab:\")[a]",
    "getopt(l.string,\"ab:\")[b]",
];
const LISTS: &[&str] = &["l.string", "tolower(l.string)", "getopt(l.string,\"ab:\")"];
const OPERATORS: &[&str] = &[
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
];

fn test(random: &mut Random) -> String {
    let (left, text, other) = (random.of(STRINGS), random.of(TEXTS), random.of(TEXTS));
    let operator = random.of(OPERATORS);
    match random.below(8) {
        0 => format!("{left} exists"),
        1 => format!(
            "{left} {} ({text}, {other})",
            random.of(&["in", "intersects", "pmatch"])
        ),
        2 => format!(
            "{left} {operator} {} ({text}, {other})",
            random.of(&["oneof", "anyof", "allof"])
        ),
        3 => format!(
            "{} {} ({text}, {other})",
            random.of(LISTS),
            random.of(&["in", "intersects"])
        ),
        4 => format!(
            "{left} {} val(u.string)",
            random.of(&["=", "!=", "contains", "glob", "in"])
        ),
        5 => format!(
            "t.uint64 {} {}",
            random.of(&["=", "!=", "<", ">="]),
            random.of(&["7", "8"])
        ),
        _ => format!("{left} {operator} {text}"),
    }
}

fn condition(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 1 } else { 6 }) {
        1 => format!("not ({})", condition(random, depth - 1)),
        kind @ 2..=5 => {
            let joint = if kind < 4 { "and" } else { "or" };
            let parts = [condition(random, depth - 1), condition(random, depth - 1)];
            format!("({}) {joint} ({})", parts[0], parts[1])
        }
        _ => test(random),
    }
}

fn event(random: &mut Random) -> String {
    let mut members = Vec::new();
    for key in ["t.string", "u.string"] {
        if random.below(4) > 0 {
            members.push(format!(r#""{key}":"{}""#, random.of(TEXTS)));
        }
    }
    if random.below(3) > 0 {
        members.push(format!(r#""t.uint64":{}"#, random.of(&["7", "8"])));
    }
    if random.below(3) > 0 {
        let elements = [random.of(&["a", "-a", "-b"]), random.of(&["a", "-ba", "b"])];
        members.push(format!(
            r#""l.string":["{}","{}"]"#,
            elements[0], elements[1]
        ));
    }
    format!("{{{}}}", members.join(","))
}

fn matches(program: &Program, event: &str, scratch: &mut Scratch) -> Vec<usize> {
    with_event(program, event, scratch, |event, scratch| {
        program.select(event, scratch);
        let mut next = |from| program.next_match(from, event, scratch, &mut ());
        let first = next(0);
        std::iter::successors(first, |at| next(at + 1)).collect()
    })
}

fn alone(conditions: &[String]) -> Vec<Program> {
    let each = conditions.iter().map(|condition| {
        let mut program = program(&[condition]);
        program.disable_index();
        program
    });
    each.collect()
}

#[test]
fn rules_judged_together_match_what_each_matches_alone() {
    let random = &mut Random(1);
    for _ in 0..20 {
        let conditions: Vec<_> = (0..70).map(|_| condition(random, 3)).collect();
        let texts: Vec<_> = conditions.iter().map(String::as_str).collect();
        let (together, alone) = (program(&texts), alone(&conditions));
        let (scratch, other) = (&mut Scratch::default(), &mut Scratch::default());
        for _ in 0..100 {
            let event = event(random);
            let expected: Vec<_> = (0..alone.len())
                .filter(|&at| !matches(&alone[at], &event, other).is_empty())
                .collect();
            assert_eq!(
                matches(&together, &event, scratch),
                expected,
                "{event} {conditions:#?}"
            );
        }
    }
}
