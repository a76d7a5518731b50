//! The fields of the json plugin, which reads the events of every source.

use super::paths::Found;
use super::{Paths, Pointer, Reading};
use crate::fields::{Stored, Text};
use crate::json::{Kind, indent};
use crate::scan::trie::SlotId;
use crate::timestamp::write_number;

/// How a field of the json plugin is read.
#[derive(Clone, Debug)]
pub(crate) enum JsonRecipe {
    /// `json.value[…]`: the text of a string, any other value as compact JSON.
    Value(Pointer),
    /// `json.obj`: the event, one token a line.
    Document,
    /// `json.rawtime`: the event's time in nanoseconds.
    RawTime,
}

impl JsonRecipe {
    /// `json.value` with its argument.
    pub(super) fn pointer(argument: &[u8], paths: &mut Paths) -> Self {
        Self::Value(paths.pointer(&steps(argument)))
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        if !is_readable(event.record()) {
            return Stored::Absent;
        }
        match self {
            Self::Value(pointer) => value(pointer, event),
            Self::Document => document(event),
            Self::RawTime => raw_time(event),
        }
    }
}

/// The plugin looks at the first byte and then parses; unlike the CloudTrail plugin it trims no NUL.
pub(super) fn is_readable(record: &[u8]) -> bool {
    matches!(record.first(), Some(b'{' | b'[')) && record.last() != Some(&0)
}

/// The steps of a pointer: one slash at its start is optional, `~1` is a slash and `~0` a tilde. The empty
/// pointer has none.
fn steps(pointer: &[u8]) -> Vec<Vec<u8>> {
    if pointer.is_empty() {
        return Vec::new();
    }
    let relative = pointer.strip_prefix(b"/").unwrap_or(pointer);
    relative
        .split(|byte| *byte == b'/')
        .map(decode_step)
        .collect()
}

fn decode_step(step: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(step.len());
    let mut rest = step;
    while let Some((byte, after)) = rest.split_first() {
        let (plain, length) = match (byte, after.first()) {
            (b'~', Some(b'1')) => (b'/', 2),
            (b'~', Some(b'0')) => (b'~', 2),
            _ => (*byte, 1),
        };
        decoded.push(plain);
        rest = rest.get(length..).unwrap_or_default();
    }
    decoded
}

fn value(pointer: &Pointer, event: &mut Reading<'_>) -> Stored {
    match pointer.find(event) {
        Found::Nothing => Stored::Absent,
        Found::Noted(slot) => noted(slot, event),
        Found::Walked(node) => {
            let begun = event.begin_text();
            match node.kind() {
                Kind::String => event.push_string(node),
                _ => event.push_json(node),
            }
            event.store_text(begun)
        }
    }
}

fn noted(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let text: Option<Text> = match event.string(slot) {
        Some(text) => Some(text),
        None => event.json(slot),
    };
    text.map_or(Stored::Absent, |text| event.stored(text))
}

fn document(event: &mut Reading<'_>) -> Stored {
    let record = event.record();
    let begun = event.begin_text();
    if indent::append(record, event.out()) {
        event.store_text(begun)
    } else {
        Stored::Absent
    }
}

fn raw_time(event: &mut Reading<'_>) -> Stored {
    let ns = event.context().timestamp_ns;
    let begun = event.begin_text();
    write_number(ns, event.out());
    event.store_text(begun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{read, read_of, with_source};

    fn steps_of(pointer: &str) -> Vec<String> {
        let steps = steps(pointer.as_bytes());
        steps
            .into_iter()
            .map(|step| String::from_utf8(step).unwrap())
            .collect()
    }

    #[test]
    fn one_slash_at_the_start_is_optional() {
        assert_eq!(steps_of("/a/b"), ["a", "b"]);
        assert_eq!(steps_of("a/b"), ["a", "b"]);
        assert_eq!(steps_of("//a"), ["", "a"]);
        assert_eq!(steps_of("/a/"), ["a", ""]);
    }

    #[test]
    fn the_empty_pointer_is_the_document_and_a_slash_the_empty_key() {
        assert!(steps_of("").is_empty());
        assert_eq!(steps_of("/"), [""]);
    }

    #[test]
    fn tilde_escapes_are_decoded_once() {
        assert_eq!(steps_of("/a~1b~0c~01~2~"), ["a/b~c~1~2~"]);
    }

    const RECORD: &str =
        r#"{"s":"x\/\u0041","n":1.50,"z":null,"a":[ {"01":7}, [true] ],"01":{"k":" b "},"":"e"}"#;

    fn value(pointer: &str) -> String {
        read(&format!("json.value[{pointer}]"), RECORD)
    }

    #[test]
    fn strings_are_texts_and_everything_else_is_json() {
        assert_eq!(value("/s"), "x/A");
        assert_eq!(value("n"), "1.50");
        assert_eq!(value("/z"), "null");
        assert_eq!(value("/a"), r#"[{"01":7},[true]]"#);
        assert_eq!(value("/"), "e");
        assert_eq!(value("/s/x"), "<NA>");
        assert_eq!(value("/nothing"), "<NA>");
    }

    #[test]
    fn the_empty_pointer_is_the_whole_event() {
        assert_eq!(
            value(""),
            RECORD
                .replace("[ {", "[{")
                .replace("}, [", "},[")
                .replace("] ]", "]]")
        );
    }

    #[test]
    fn a_step_with_leading_zeros_is_a_key_or_an_index() {
        assert_eq!(value("/01/k"), " b ");
        assert_eq!(value("/a/00/01"), "7");
        assert_eq!(value("/a/+1/-0"), "true");
        assert_eq!(value("/a/01/1"), "<NA>");
    }

    #[test]
    fn the_first_byte_decides_whether_anything_is_read() {
        for record in [" {\"a\":1}", "5", "\"x\""] {
            for field in ["json.value[/a]", "json.value[]", "json.obj", "json.rawtime"] {
                assert_eq!(read(field, record), "<NA>");
            }
        }
        assert_eq!(read("json.rawtime", "[]"), "1700000000123456789");
    }

    #[test]
    fn nuls_around_a_record_are_trimmed_for_cloudtrail_fields_alone() {
        let record = b"\0{\"eventName\":\"x\"}\0\0";
        with_source("aws_cloudtrail", |source| {
            assert_eq!(read_of(source, "ct.name", record), "x");
            assert_eq!(read_of(source, "json.value[/eventName]", record), "<NA>");
            assert_eq!(
                read_of(source, "json.value[/eventName]", &record[1..]),
                "<NA>"
            );
        });
    }

    #[test]
    fn the_document_is_laid_out_unless_it_is_only_loosely_json() {
        assert_eq!(read("jevt.obj", "{\"a\":[]}"), "{\n  \"a\": []\n}");
        assert_eq!(read("json.obj", "{\"a\":NaN}"), "<NA>");
    }
}
