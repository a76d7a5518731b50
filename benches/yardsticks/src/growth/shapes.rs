//! Inputs that are made to be slow.

use memchr::memchr_iter;

use super::Found;
use crate::error::Error;

/// How large a record is where many of them make up an input.
const RECORD: usize = 4000;

/// An input that can be made in any size.
pub(super) struct Shape {
    /// What it is.
    pub(super) name: &'static str,
    /// Makes one of about so many bytes.
    pub(super) make: fn(usize) -> Vec<u8>,
    holds: Holds,
}

/// What an input holds, so that it cannot be fast because it was not judged.
enum Holds {
    /// One event.
    Event,
    /// An event a line.
    Lines,
    /// Something that is no event.
    Refused,
    /// Nothing at all.
    Nothing,
}

impl Shape {
    const fn new(name: &'static str, holds: Holds, make: fn(usize) -> Vec<u8>) -> Self {
        Self { name, make, holds }
    }

    /// Whether what was found is what it holds.
    pub(super) fn check(&self, input: &[u8], found: Found) -> Result<(), Error> {
        let lines = || memchr_iter(b'\n', input).count() as u64;
        let (made, ok) = match self.holds {
            Holds::Event => (1, found.events == 1 && found.refused == 0),
            Holds::Lines => (lines(), found.events == lines() && found.refused == 0),
            Holds::Refused => (0, found.events == 0 && found.refused > 0),
            Holds::Nothing => (0, found.events == 0 && found.refused == 0),
        };
        let seen = found.events;
        ok.then_some(()).ok_or(Error::Unjudged {
            shape: self.name,
            seen,
            made,
        })
    }
}

/// All of them.
pub(super) const SHAPES: &[Shape] = &[
    Shape::new("nested as deep as allowed", Holds::Lines, |size| {
        lines(size, &event(&nested(290)))
    }),
    Shape::new("nested without end", Holds::Refused, |size| {
        event(&("\"x\":".to_owned() + &repeat("{\"x\":[", size))).into()
    }),
    Shape::new("opening brackets alone", Holds::Refused, |size| {
        repeat("[", size).into()
    }),
    Shape::new("one long escaped value, searched", Holds::Event, |size| {
        in_agent(&repeat("\\u00e4\\n", size))
    }),
    Shape::new("backslashes, searched", Holds::Event, |size| {
        in_agent(&repeat("\\\\", size))
    }),
    Shape::new("backslashes, not read", Holds::Event, |size| {
        event(&format!("\"x\":\"{}\"", repeat("\\\\", size))).into()
    }),
    Shape::new(
        "near matches of what is searched for",
        Holds::Event,
        |size| in_agent(&repeat("aaaaaaaaaaaaaaac", size)),
    ),
    Shape::new("one letter, searched", Holds::Event, |size| {
        in_agent(&repeat("a", size))
    }),
    Shape::new("bytes that are no text, searched", Holds::Event, |size| {
        let [before, behind] = agent_around();
        [before.as_bytes(), &vec![0xF0; size], behind.as_bytes()].concat()
    }),
    Shape::new("one long key", Holds::Event, |size| {
        event(&format!("\"{}\":1", repeat("k", size))).into()
    }),
    Shape::new("long escaped keys", Holds::Event, |size| {
        let key = repeat("\\u0065ventName", RECORD);
        event(&listed(size, |_| format!("\"{key}\":1"))).into()
    }),
    Shape::new("the same key over and over", Holds::Event, |size| {
        event(&listed(size, |_| "\"eventName\":\"x\"".to_owned())).into()
    }),
    Shape::new("the same nested keys over and over", Holds::Event, |size| {
        let identity = "\"userIdentity\":{\"type\":\"x\",\"sessionContext\":{\"sessionIssuer\":{\"userName\":\"y\"}}}";
        event(&listed(size, |_| identity.to_owned())).into()
    }),
    Shape::new("keys that all differ", Holds::Event, |size| {
        event(&listed(size, |number| format!("\"k{number}\":{number}"))).into()
    }),
    Shape::new("keys that begin like wanted ones", Holds::Event, |size| {
        event(&listed(size, |number| {
            format!("\"eventNam{}\":\"eventName\"", number % 10)
        }))
        .into()
    }),
    Shape::new("one long number", Holds::Event, |size| {
        event(&format!("\"x\":{}", repeat("9", size))).into()
    }),
    Shape::new("long numbers, shown", Holds::Event, |size| {
        let number = repeat("9", RECORD);
        shown(&listed(size, |_| number.clone()))
    }),
    Shape::new("an array of numbers, shown", Holds::Event, |size| {
        shown(&listed(size, |number| number.to_string()))
    }),
    Shape::new("an array of objects, shown", Holds::Event, |size| {
        shown(&listed(size, |number| format!("{{\"k\":{number}}}")))
    }),
    Shape::new("empty objects and lists", Holds::Event, |size| {
        event(&format!("\"x\":[{}]", listed(size, |_| "{},[]".to_owned()))).into()
    }),
    Shape::new("blanks in a record", Holds::Event, |size| {
        event(&format!("\"x\":{}1", repeat(" \n\t\r", size))).into()
    }),
    Shape::new("blanks between records", Holds::Nothing, |size| {
        repeat(" \n\t\r,", size).into()
    }),
    Shape::new("the smallest events", Holds::Lines, |size| {
        lines(size, &event(""))
    }),
    Shape::new("the smallest records", Holds::Refused, |size| {
        repeat("{\"x\":1}\n", size).into()
    }),
    Shape::new("the smallest records of a list", Holds::Refused, |size| {
        format!(
            "{{\"Records\":[{}]}}",
            listed(size, |_| "{\"x\":1}".to_owned())
        )
        .into()
    }),
    Shape::new(
        "records of half a batch, each an alert",
        Holds::Lines,
        |size| {
            let text = repeat("\\u0001x\\\"", size / 20);
            lines(
                size,
                &event(&format!("\"shown\":1,\"userAgent\":\"{text}\"")),
            )
        },
    ),
    Shape::new(
        "beginnings of records, a line each",
        Holds::Refused,
        |size| repeat("{\"eventName\":\n", size).into(),
    ),
    Shape::new(
        "beginnings of records, all in one line",
        Holds::Refused,
        |size| repeat("{\"eventName\":", size).into(),
    ),
    Shape::new("beginnings of lists of records", Holds::Refused, |size| {
        repeat("{\"Records\":[\n", size).into()
    }),
    Shape::new("a string without an end", Holds::Refused, |size| {
        format!("{{\"x\":\"{}", repeat("{\\\"", size)).into()
    }),
    Shape::new(
        "lines in a record that look like records",
        Holds::Event,
        |size| {
            event(&format!(
                "\"x\":[\n{}\n]",
                listed(size, |_| "\n{\"eventName\":1}".to_owned())
            ))
            .into()
        },
    ),
    Shape::new("text that is no record", Holds::Refused, |size| {
        repeat("x\"{\\", size).into()
    }),
];

/// A piece as often as it takes to make about so many bytes.
fn repeat(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len() + 1)
}

/// Different pieces with commas between them, about so many bytes of them.
fn listed(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut list = piece(0);
    let mut number = 1;
    while list.len() < size {
        list.push(',');
        list.push_str(&piece(number));
        number += 1;
    }
    list
}

fn lines(size: usize, record: &str) -> Vec<u8> {
    repeat(&format!("{record}\n"), size).into()
}

/// An event that has these members too.
fn event(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!("{{\"eventTime\":\"2026-01-01T00:00:00Z\",\"eventType\":\"x\"{comma}{members}}}")
}

/// An event whose user agent is read and searched.
fn in_agent(text: &str) -> Vec<u8> {
    let [before, behind] = agent_around();
    (before + text + &behind).into()
}

fn agent_around() -> [String; 2] {
    let around = event("\"userAgent\":\"|\"");
    let (before, behind) = around.split_once('|').unwrap_or((&around, ""));
    [before.to_owned(), behind.to_owned()]
}

/// An event whose request is a list that is searched and shown.
fn shown(elements: &str) -> Vec<u8> {
    event(&format!("\"shown\":1,\"requestParameters\":[{elements}]")).into()
}

fn nested(levels: usize) -> String {
    format!(
        "\"x\":{}1{}",
        "{\"x\":[".repeat(levels / 2),
        "]}".repeat(levels / 2)
    )
}
