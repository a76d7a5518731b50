//! `docs/BENCHMARKS.md`: what stands between its marks is made of the numbers, the rest is written by hand.

use std::fmt::Write as _;

use super::findings::{Aim, Measure, Table};
use super::{DOCUMENT, Section};
use crate::error::Error;

/// The text with each section between its marks.
pub(super) fn with_sections(text: &str, sections: &[Section]) -> Result<String, Error> {
    let mut text = replaced(text, "settings", &settings(sections))?;
    for section in sections {
        text = replaced(&text, &section.part, &body(section, sections))?;
    }
    Ok(text)
}

fn replaced(text: &str, name: &str, body: &str) -> Result<String, Error> {
    let (begin, end) = (
        format!("<!-- bench {name} -->"),
        format!("<!-- end {name} -->"),
    );
    let split = text
        .split_once(begin.as_str())
        .and_then(|(before, rest)| Some((before, rest.split_once(end.as_str())?.1)));
    let Some((before, behind)) = split else {
        return Err(Error::wrong(
            format!("`{DOCUMENT}` has no `{begin}` with `{end}` behind it"),
            "put both where the numbers are wanted",
        ));
    };
    Ok(format!("{before}{begin}\n{body}{end}{behind}"))
}

/// The machines, compilers and days of all sections, a letter each.
fn settings(sections: &[Section]) -> String {
    let all = distinct(sections);
    let lines = all
        .iter()
        .zip('A'..)
        .map(|(setting, letter)| format!("- {letter}: {setting}\n"));
    lines.collect()
}

fn distinct(sections: &[Section]) -> Vec<&str> {
    let mut all = Vec::new();
    for section in sections {
        if !all.contains(&section.setting.as_str()) {
            all.push(section.setting.as_str());
        }
    }
    all
}

fn body(section: &Section, sections: &[Section]) -> String {
    let letter = ('A'..)
        .zip(distinct(sections))
        .find(|(_, setting)| *setting == section.setting);
    let letter = letter.map_or('?', |(letter, _)| letter);
    let mut text = format!("\n    {}\n\nSetting {letter}.", section.command);
    for note in &section.findings.notes {
        let _ = write!(text, " {note}");
    }
    text.push('\n');
    if !section.findings.measures.is_empty() {
        text += &table(&measures(&section.findings.measures));
    }
    for other in &section.findings.tables {
        text += &table(other);
    }
    text.push('\n');
    text
}

fn measures(measures: &[Measure]) -> Table {
    let mut table = Table::new(&["", "median", "quartiles", "aim", ""]);
    for measure in measures {
        let show = |value| measure.unit.show(value);
        let value = measure.value;
        let aim = match measure.aim {
            None => String::new(),
            Some(Aim::AtLeast(aim)) => format!("≥ {}", show(aim)),
            Some(Aim::AtMost(aim)) => format!("≤ {}", show(aim)),
        };
        let verdict = match measure.is_met() {
            None => "",
            Some(true) => "met",
            Some(false) => "**missed**",
        };
        table.row([
            measure.name.clone(),
            show(value.median),
            format!("{} – {}", show(value.low), show(value.high)),
            aim,
            verdict.to_owned(),
        ]);
    }
    table
}

fn table(table: &Table) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule: Vec<String> = table.header.iter().map(|_| "---".to_owned()).collect();
    let rows: String = table.rows.iter().map(|row| line(row)).collect();
    format!("\n{}{}{rows}", line(&table.header), line(&rule))
}

#[cfg(test)]
mod tests {
    use super::super::findings::{Findings, Unit};
    use super::*;
    use crate::bench::statistics::Spread;

    fn section(part: &str, setting: &str) -> Section {
        let mut findings = Findings::default();
        let value = Spread {
            median: 4.0,
            low: 3.5,
            high: 4.5,
        };
        findings.measure(
            "a over b",
            Unit::Ratio,
            Some(Aim::AtLeast(5.0)),
            Some(value),
        );
        Section {
            part: part.to_owned(),
            title: String::new(),
            command: format!("cargo xtask bench {part}"),
            setting: setting.to_owned(),
            findings,
        }
    }

    const TEXT: &str = "by hand\n<!-- bench settings -->\n<!-- end settings -->\n<!-- bench scan -->old<!-- end scan -->\nby hand\n";

    #[test]
    fn only_what_is_between_the_marks_is_written() {
        let text = with_sections(TEXT, &[section("scan", "one")]).unwrap();
        assert!(
            text.starts_with("by hand\n") && text.ends_with("\nby hand\n"),
            "{text}"
        );
        assert!(
            text.contains("| a over b | 4.00 | 3.50 – 4.50 | ≥ 5.00 | **missed** |"),
            "{text}"
        );
        assert!(
            text.contains("- A: one\n") && text.contains("Setting A.") && !text.contains("old"),
            "{text}"
        );
        assert_eq!(
            with_sections(&text, &[section("scan", "one")]).unwrap(),
            text
        );
    }

    #[test]
    fn a_section_without_marks_is_told() {
        let error = with_sections(TEXT, &[section("load", "one")]).unwrap_err();
        assert!(error.to_string().contains("<!-- bench load -->"), "{error}");
    }

    #[test]
    fn settings_that_are_the_same_have_one_letter() {
        let sections = [
            section("a", "one"),
            section("b", "two"),
            section("c", "one"),
        ];
        assert_eq!(settings(&sections), "- A: one\n- B: two\n");
    }
}
