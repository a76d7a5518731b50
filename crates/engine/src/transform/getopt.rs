//! `getopt(argv, optstring)`: the options and their values that a command line has, as `getopt(3)` reads it.
//!
//! With a selector, `getopt(argv, "n:")[n]`, the last value of that option; the letter itself for an
//! option without argument.

use falconet_event::Value;

use super::{Made, Output};
use crate::program::Arguments;

/// `getopt(proc.args, "e:l")[e] endswith /sh`.
pub(super) fn getopt(arguments: &Arguments<'_>, selector: Option<u8>, out: &mut Output) -> Made {
    let optstring = arguments.second();
    let options = Options::new(optstring.text());
    let mut found = false;
    let mut sink = |given: Given<'_>| {
        found |= selector.is_some() && selector == given.option;
        emit(selector, given, out);
    };
    let argv = arguments.first();
    scan(argv.elements().map(text), &options, &mut sink);
    match selector {
        None => Made::List,
        Some(_) if found => Made::Text,
        Some(_) => Made::Absent,
    }
}

fn emit(selector: Option<u8>, given: Given<'_>, out: &mut Output) {
    if selector.is_none() {
        if let Some(letter) = given.letter {
            write_element(&[letter], out);
        }
        write_element(given.value, out);
    } else if selector == given.option {
        out.clear();
        out.write(given.value);
    }
}

fn write_element(bytes: &[u8], out: &mut Output) {
    out.write(bytes);
    out.end_element();
}

fn text(value: Value<'_>) -> &[u8] {
    match value {
        Value::Text(text) => text,
        _ => b"",
    }
}

/// What each letter means: whether it takes an argument, `None` if it is no option.
struct Options([Option<bool>; 256]);

impl Options {
    /// Reads an option string once, however many letters are looked up in it.
    fn new(optstring: &[u8]) -> Self {
        let mut options = Self([None; 256]);
        let behind = optstring.iter().skip(1).map(Some).chain([None]);
        for (&letter, next) in optstring.iter().zip(behind) {
            options.add(letter, next == Some(&b':'));
        }
        options
    }

    fn add(&mut self, letter: u8, takes_argument: bool) {
        if let Some(meaning) = self
            .0
            .get_mut(usize::from(letter))
            .filter(|_| letter != b':')
        {
            *meaning = Some(takes_argument || *meaning == Some(true));
        }
    }

    /// Whether `letter` takes an argument; `None` if it is no option.
    fn takes_argument(&self, letter: u8) -> Option<bool> {
        self.0.get(usize::from(letter)).copied().flatten()
    }
}

/// Something that the command line gives.
#[derive(Clone, Copy)]
struct Given<'a> {
    /// Whose value it is; nothing for a letter that is no option.
    option: Option<u8>,
    /// The letter that a list has before the value, where there is an argument.
    letter: Option<u8>,
    /// The argument, or the letter of an option without one.
    value: &'a [u8],
}

type Sink<'a> = dyn FnMut(Given<'_>) + 'a;

fn scan<'a>(mut argv: impl Iterator<Item = &'a [u8]>, options: &Options, sink: &mut Sink<'_>) {
    while let Some(entry) = argv.next() {
        match entry {
            [b'-', b'-', _, ..] => {}
            b"--" | b"-" => return,
            [b'-', cluster @ ..] => scan_cluster(cluster, &mut argv, options, sink),
            _ => return,
        }
    }
}

/// The letters behind a dash, up to one that takes the rest, or the next entry, as its argument.
fn scan_cluster<'a>(
    cluster: &[u8],
    argv: &mut impl Iterator<Item = &'a [u8]>,
    options: &Options,
    sink: &mut Sink<'_>,
) {
    let mut rest = cluster;
    while let Some((letter, behind)) = rest.split_first() {
        rest = behind;
        match options.takes_argument(*letter) {
            None => sink(Given::unknown()),
            Some(false) => sink(Given::flag(letter)),
            Some(true) if !rest.is_empty() => return sink(Given::argument(*letter, rest)),
            Some(true) => return sink(Given::next_argument(*letter, argv.next())),
        }
    }
}

impl<'a> Given<'a> {
    fn unknown() -> Self {
        Self {
            option: None,
            letter: None,
            value: b"?",
        }
    }

    fn flag(letter: &'a u8) -> Self {
        Self {
            option: Some(*letter),
            letter: None,
            value: std::slice::from_ref(letter),
        }
    }

    fn argument(letter: u8, value: &'a [u8]) -> Self {
        Self {
            option: Some(letter),
            letter: Some(letter),
            value,
        }
    }

    /// A missing argument is an empty string, in a list without its letter.
    fn next_argument(letter: u8, value: Option<&'a [u8]>) -> Self {
        let missing = Self {
            option: Some(letter),
            letter: None,
            value: b"",
        };
        value.map_or(missing, |value| Self::argument(letter, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(argv: &[&str], optstring: &str) -> String {
        let mut seen = Vec::new();
        let entries = argv.iter().map(|entry| entry.as_bytes());
        scan(entries, &Options::new(optstring.as_bytes()), &mut |given| {
            let value = String::from_utf8_lossy(given.value).into_owned();
            let letter = given
                .letter
                .map(|letter| format!("{}=", char::from(letter)));
            seen.push(letter.unwrap_or_default() + &value);
        });
        seen.join(" ")
    }

    #[test]
    fn clusters_values_and_repetitions_are_read_in_order() {
        assert_eq!(given(&["-lpe", "/bin/sh"], "lpe:"), "l p e=/bin/sh");
        assert_eq!(given(&["-thello", "-t", "-1"], "t:"), "t=hello t=-1");
    }

    #[test]
    fn reading_stops_at_the_first_operand_and_skips_long_options() {
        assert_eq!(given(&["--exec", "-n", "file", "-t"], "nt"), "n");
        assert_eq!(given(&["-n", "--", "-t"], "nt"), "n");
        assert_eq!(given(&["", "-n"], "n"), "");
        assert_eq!(given(&["-", "-n"], "n"), "");
    }

    #[test]
    fn unknown_letters_and_colons_are_question_marks() {
        assert_eq!(given(&["-xn:"], ":n"), "? n ?");
    }

    #[test]
    fn a_missing_argument_is_an_empty_string() {
        assert_eq!(given(&["-t"], "t:"), "");
        assert_eq!(given(&["-n", "-t"], "nt:"), "n ");
    }
}
