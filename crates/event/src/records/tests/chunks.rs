//! How input is cut into chunks does not matter.

use super::*;

#[test]
fn numbers_and_places_begin_anew_with_each_input() {
    let mut splitter = Splitter::new(Shape::Plain, Limits::default());
    for (input, last) in [("{}{}", true), ("{\"a\"", false)] {
        let mut notes = Notes::default();
        notes.feed(&mut splitter, input.as_bytes(), last, &mut 0);
        numbered(notes.said);
    }
    splitter.start();
    let mut notes = Notes::default();
    notes.feed(&mut splitter, b" {}", true, &mut 0);
    assert_eq!(notes.said, [(1, Said::Record("{}".into(), 1))]);
}

/// A small generator of pseudo-random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

const FRAGMENTS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\n",
    "\n{\"",
    "{\"a\":",
    "\"x\"",
    ",",
    ":",
    "1",
    "null",
    " ",
    "\r\n",
    "\0",
    "{\"Records\":[",
    "\"eventTime\":\"t\"",
    "]}",
    "{\"b\":{}}",
    "\n{\n",
    "\n[{",
    "text",
];

#[test]
fn chunks_do_not_matter_to_any_input() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..3000 {
        let length = 1 + random.below(14);
        let input: String = (0..length)
            .map(|_| FRAGMENTS[random.below(FRAGMENTS.len())])
            .collect();
        let limits = Limits {
            max_record_bytes: 5 + random.below(60),
            max_marked_lines: random.below(4),
        };
        let shape = if round % 2 == 0 {
            Shape::CloudTrail
        } else {
            Shape::Plain
        };
        split_as(shape, limits, &input);
    }
}

#[test]
fn good_lines_survive_any_bad_lines() {
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    for _ in 0..2000 {
        let mut input = String::new();
        let mut good = 0;
        for _ in 0..6 {
            let cut = if random.below(2) == 0 {
                EVENT.len()
            } else {
                1 + random.below(EVENT.len() - 1)
            };
            good += usize::from(cut == EVENT.len());
            input.push_str(&EVENT[..cut]);
            input.push('\n');
        }
        let said = split_with(
            input.as_bytes(),
            Shape::CloudTrail,
            Limits::default(),
            &[random.below(input.len())],
        );
        assert_eq!(records(&said), vec![EVENT; good], "{input}");
        assert_eq!(said.len(), 6, "{input}");
    }
}
