//! Alerts for people: when, how bad and which rule on one line, what happened on the next.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Deserialize;

use crate::terminal::harmless;

/// What stands in front of each line that says what happened.
const INDENT: &str = "    ";

/// Renders alerts for people.
pub(super) struct Pretty {
    color: bool,
    /// Columns to fill.
    width: usize,
}

/// What is shown of an alert. Settings may leave any of it out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Alert {
    time: String,
    priority: String,
    rule: String,
    output: String,
    message: String,
}

impl Pretty {
    pub(super) const fn new(color: bool, width: usize) -> Self {
        Self { color, width }
    }

    /// Writes the alerts of a batch one by one, since each grows on the way.
    pub(super) fn write(&self, lines: &[u8], out: &mut impl Write) -> io::Result<()> {
        lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .try_for_each(|line| out.write_all(self.line(line).as_bytes()))
    }

    /// With `json_output=false` a line is text already.
    fn line(&self, line: &[u8]) -> String {
        match serde_json::from_slice(line) {
            Ok(alert) => self.alert(&alert),
            Err(_) => format!("{}\n", harmless(&String::from_utf8_lossy(line))),
        }
    }

    fn alert(&self, alert: &Alert) -> String {
        let [time, priority, rule] =
            [short_time(&alert.time), &alert.priority, &alert.rule].map(harmless);
        let color = self.style(priority_style(&alert.priority));
        let (bold, dim) = (
            self.style(Style::new().bold()),
            self.style(Style::new().dimmed()),
        );
        let happened = self.wrapped(&harmless(what_happened(alert)));
        format!(
            "{dim}{time}{dim:#}  {color}{priority:<13}{color:#}  {bold}{rule}{bold:#}\n{happened}\n"
        )
    }

    fn wrapped(&self, text: &str) -> String {
        let options = textwrap::Options::new(self.width)
            .initial_indent(INDENT)
            .subsequent_indent(INDENT)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(text, options)
    }

    fn style(&self, style: Style) -> Style {
        if self.color { style } else { Style::new() }
    }
}

/// The output begins with the time and the priority, which stand on the line above.
fn what_happened(alert: &Alert) -> &str {
    if !alert.message.is_empty() {
        return &alert.message;
    }
    let mark = format!(": {} ", alert.priority);
    alert
        .output
        .split_once(&mark)
        .map_or(alert.output.as_str(), |(_, text)| text)
}

/// The time without a fraction of nothing but zeros.
fn short_time(time: &str) -> &str {
    match time.split_once('.') {
        Some((seconds, fraction)) if fraction.trim_matches(['0', 'Z']).is_empty() => seconds,
        _ => time,
    }
}

fn priority_style(priority: &str) -> Style {
    match priority {
        "Emergency" | "Alert" | "Critical" => AnsiColor::Red.on_default().bold(),
        "Error" => AnsiColor::Red.on_default(),
        "Warning" => AnsiColor::Yellow.on_default(),
        "Notice" => AnsiColor::Cyan.on_default(),
        _ => Style::new().dimmed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALERT: &[u8] = br#"{"hostname":"h","output":"10:00:00.5: Warning root logged in: Warning \u001b[2J (user=root)","priority":"Warning","rule":"Root Login","time":"2024-01-01T10:00:00.5Z"}"#;

    fn rendered(color: bool, lines: &[u8]) -> String {
        let mut out = Vec::new();
        Pretty::new(color, 60).write(lines, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_alert_is_shown_on_two_lines_without_control_characters() {
        let expected = "2024-01-01T10:00:00.5Z  Warning        Root Login\n    root logged in: Warning \\u{1b}[2J (user=root)\n";
        assert_eq!(rendered(false, &[ALERT, b"\n"].concat()), expected);
    }

    #[test]
    fn the_priority_is_coloured() {
        assert!(rendered(true, ALERT).contains("\u{1b}[33mWarning      \u{1b}[0m"));
    }

    #[test]
    fn text_alerts_stay_text() {
        assert_eq!(
            rendered(false, b"10:00: Warning a\x07\nsecond\n"),
            "10:00: Warning a\\u{7}\nsecond\n"
        );
    }

    #[test]
    fn an_alert_without_its_output_is_shown_all_the_same() {
        let alert = br#"{"priority":"Debug","rule":"R","time":"T"}"#;
        assert_eq!(rendered(false, alert), "T  Debug          R\n\n");
    }

    #[test]
    fn a_long_text_is_wrapped_at_blanks_and_indented() {
        let words = "word ".repeat(20);
        let alert = format!(r#"{{"output":"{words}","time":"2024-01-01T10:00:00.000000000Z"}}"#);
        let shown = rendered(false, alert.as_bytes());
        assert!(shown.starts_with("2024-01-01T10:00:00  "), "{shown}");
        assert_eq!(shown.lines().count(), 3, "{shown}");
        assert!(
            shown
                .lines()
                .skip(1)
                .all(|line| line.starts_with("    word") && line.len() <= 60)
        );
    }
}
