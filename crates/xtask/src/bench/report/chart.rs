//! The chart: a bar for each ratio, with a mark where it is wanted. Readable on light and on dark ground.

use std::fmt::Write as _;

use super::Section;
use super::findings::{Aim, Measure, Unit};

const WIDTH: f64 = 860.0;
const LABELS: f64 = 400.0;
const BARS: f64 = 360.0;
const ROW: f64 = 22.0;
const HEADING: f64 = 34.0;

const STYLE: &str = "\
text { font: 13px system-ui, sans-serif; fill: #24292f; } .title { font-weight: 600; }
.met { fill: #2da44e; } .missed { fill: #d4772a; } .free { fill: #8c959f; }
.spread { stroke: #24292f; stroke-width: 1.5; } .aim { stroke: #0969da; stroke-width: 2.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .spread { stroke: #e6edf3; } .aim { stroke: #58a6ff; }
}";

/// The chart of all sections that have ratios.
pub(super) fn draw(sections: &[Section]) -> String {
    let mut body = String::new();
    let mut y = 0.0;
    for section in sections {
        let ratios: Vec<_> = ratios(section).collect();
        if !ratios.is_empty() {
            y += HEADING;
            text(&mut body, "title", 0.0, y - 8.0, &section.title);
            panel(&mut body, &mut y, &ratios);
        }
    }
    y += HEADING;
    legend(&mut body, y - 10.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{y}\" viewBox=\"0 0 {WIDTH} {y}\" role=\"img\">\n\
         <title>Benchmark ratios</title>\n<style>\n{STYLE}\n</style>\n{body}</svg>\n"
    )
}

fn ratios(section: &Section) -> impl Iterator<Item = &Measure> {
    let measures = section.findings.measures.iter();
    measures.filter(|measure| measure.unit == Unit::Ratio)
}

/// Bars with a scale of their own: that of those of which something is wanted. Longer ones are cut.
fn panel(body: &mut String, y: &mut f64, ratios: &[&Measure]) {
    let reach = |measure: &&&Measure| measure.value.high.max(aim(measure).unwrap_or(0.0));
    let wanted = ratios.iter().filter(|measure| measure.aim.is_some());
    let most = wanted.map(|measure| reach(&measure)).reduce(f64::max);
    let most = most.or_else(|| {
        ratios
            .iter()
            .map(|measure| reach(&measure))
            .reduce(f64::max)
    });
    let scale = BARS / most.unwrap_or(1.0).max(f64::MIN_POSITIVE);
    for measure in ratios {
        bar(body, *y, measure, scale);
        *y += ROW;
    }
}

fn bar(body: &mut String, y: f64, measure: &Measure, scale: f64) {
    let class = match measure.is_met() {
        Some(true) => "met",
        Some(false) => "missed",
        None => "free",
    };
    let at = |value: f64| (value * scale).min(BARS);
    let width = at(measure.value.median);
    text(body, "label", 0.0, y + 15.0, &measure.name);
    let _ = writeln!(
        body,
        "<rect class=\"{class}\" x=\"{LABELS}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"14\" rx=\"2\"/>",
        y + 4.0
    );
    let (low, high) = (
        LABELS + at(measure.value.low),
        LABELS + at(measure.value.high),
    );
    line(body, "spread", (low, y + 11.0), (high, y + 11.0));
    let furthest = aim(measure).map_or(high, |aim| high.max(LABELS + at(aim)));
    if let Some(aim) = aim(measure) {
        let x = LABELS + at(aim);
        line(body, "aim", (x, y + 1.0), (x, y + 21.0));
    }
    let shown = measure.unit.show(measure.value.median);
    text(body, "value", furthest + 8.0, y + 15.0, &shown);
}

fn aim(measure: &Measure) -> Option<f64> {
    match measure.aim? {
        Aim::AtLeast(aim) | Aim::AtMost(aim) => Some(aim),
    }
}

fn legend(body: &mut String, y: f64) {
    line(body, "aim", (4.0, y - 12.0), (4.0, y + 4.0));
    text(body, "label", 14.0, y, "what is wanted at least");
    line(body, "spread", (190.0, y - 4.0), (214.0, y - 4.0));
    text(
        body,
        "label",
        222.0,
        y,
        "from the lower quartile of the rounds to the upper one",
    );
}

fn line(body: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let _ = writeln!(
        body,
        "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
        from.0, from.1, to.0, to.1
    );
}

fn text(body: &mut String, class: &str, x: f64, y: f64, words: &str) {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        body,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{escaped}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::super::findings::Findings;
    use super::*;
    use crate::bench::statistics::Spread;

    fn section() -> Section {
        let mut findings = Findings::default();
        let value = |median| Some(Spread::once(median));
        findings.measure("a < b", Unit::Ratio, Some(Aim::AtLeast(1.0)), value(2.0));
        findings.measure("c", Unit::Ratio, Some(Aim::AtLeast(4.0)), value(1.0));
        findings.measure("time", Unit::Seconds, None, value(9.0));
        Section {
            part: String::new(),
            title: "T & U".to_owned(),
            command: String::new(),
            setting: String::new(),
            findings,
        }
    }

    #[test]
    fn bars_are_as_long_as_their_ratios_and_marked_where_wanted() {
        let drawn = draw(&[section()]);
        assert_eq!(drawn.matches("<rect").count(), 2);
        assert!(
            drawn.contains("class=\"met\" x=\"400\" y=\"38.0\" width=\"180.0\""),
            "{drawn}"
        );
        assert!(
            drawn.contains("class=\"missed\" x=\"400\" y=\"60.0\" width=\"90.0\""),
            "{drawn}"
        );
        assert!(
            drawn.contains("class=\"aim\" x1=\"490.0\"")
                && drawn.contains("class=\"aim\" x1=\"760.0\""),
            "{drawn}"
        );
    }

    #[test]
    fn a_bar_of_which_nothing_is_wanted_does_not_make_the_others_small() {
        let mut section = section();
        let much = Some(Spread::once(80.0));
        section.findings.measure("jq", Unit::Ratio, None, much);
        let drawn = draw(&[section]);
        assert!(drawn.contains("y=\"60.0\" width=\"90.0\""), "{drawn}");
        assert!(drawn.contains("y=\"82.0\" width=\"360.0\"") && drawn.contains(">80.00<"));
    }

    #[test]
    fn names_are_escaped_and_sections_without_ratios_left_out() {
        let drawn = draw(&[section()]);
        assert!(
            drawn.contains("a &lt; b") && drawn.contains("T &amp; U") && !drawn.contains("time"),
            "{drawn}"
        );
        let mut other = section();
        other.findings = Findings::default();
        assert!(!draw(&[other]).contains("T &amp; U"));
    }
}
