//! `falconet list`: what rules can be written with, as the module tells it.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::{CommandError, Outcome, ask, program, read_answer};
use crate::cli::{GlobalOptions, ListFormat, ListOptions, Listed};
use crate::limits::ModuleLimits;
use crate::messages::{ListAnswer, ListItem, Request};
use crate::terminal::harmless;

/// Source, name, type, description.
const COLUMNS: usize = 4;
/// A longer text does not push the others aside.
const WIDEST: usize = 40;

pub(super) fn run(global: &GlobalOptions, options: &ListOptions) -> Result<Outcome, CommandError> {
    let (_, mut instance) = program::prepare(global, &ModuleLimits::default())?;
    let answer: ListAnswer = ask(
        &mut instance,
        &Request::List {
            what: name(options.what),
        },
    )?;
    write(&answer.items, options.format)?;
    Ok(Outcome::Clean)
}

fn write(items: &RawValue, format: ListFormat) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    match format {
        ListFormat::Json => writeln!(out, "{}", items.get())?,
        ListFormat::Text => write_table(
            &mut out,
            &read_answer::<Vec<ListItem>>(items.get().as_bytes())?,
        )?,
    }
    Ok(())
}

fn name(what: Listed) -> &'static str {
    match what {
        Listed::Fields => "fields",
        Listed::Operators => "operators",
        Listed::Transformers => "transformers",
        Listed::Sources => "sources",
    }
}

/// A line an item, so that it can be searched; columns that are empty in all of them are left out.
fn write_table(out: &mut impl Write, items: &[ListItem]) -> io::Result<()> {
    let rows: Vec<_> = items.iter().map(cells).collect();
    let widths = widths(&rows);
    rows.iter()
        .try_for_each(|row| writeln!(out, "{}", line(row, &widths)))
}

fn cells(item: &ListItem) -> [String; COLUMNS] {
    let argument = if item.argument.is_empty() {
        String::new()
    } else {
        format!(" [{}]", item.argument)
    };
    let description = format!("{}{argument}", item.description);
    [&item.source, &item.name, &item.kind, &description].map(|text| harmless(text))
}

fn widths(rows: &[[String; COLUMNS]]) -> [usize; COLUMNS] {
    rows.iter().fold([0; COLUMNS], |mut widths, row| {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = text.chars().count().min(WIDEST).max(*width);
        }
        widths
    })
}

fn line(row: &[String; COLUMNS], widths: &[usize; COLUMNS]) -> String {
    let columns = row.iter().zip(widths).filter(|(_, width)| **width > 0);
    let padded: Vec<_> = columns
        .map(|(text, width)| format!("{text:width$}"))
        .collect();
    padded.join("  ").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(items: &str) -> String {
        let mut out = Vec::new();
        write_table(
            &mut out,
            &serde_json::from_str::<Vec<ListItem>>(items).unwrap(),
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_list_is_written_in_columns() {
        let text = table(
            r#"[{"source": "okta", "name": "evt.num", "type": "uint64", "description": "number"},
                {"source": "github", "name": "x", "type": "string", "argument": "required key", "description": "a\u001bb"}]"#,
        );
        let expected =
            "okta    evt.num  uint64  number\ngithub  x        string  a\\u{1b}b [required key]\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn columns_without_any_text_are_left_out() {
        assert_eq!(
            table(r#"[{"name": "exists", "description": "has a value"}, {"name": "<="}]"#),
            "exists  has a value\n<=\n"
        );
    }

    #[test]
    fn an_empty_list_is_nothing() {
        assert_eq!(table("[]"), "");
    }
}
