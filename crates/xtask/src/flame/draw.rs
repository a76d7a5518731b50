//! The picture: a bar for each function, as wide as its share, below the function that called it.

use std::fmt::Write as _;

use super::stacks::{Tree, as_float};

const WIDTH: f64 = 1100.0;
const ROW: f64 = 20.0;
const TOP: f64 = 40.0;
/// Narrower bars are left out.
const NARROWEST: f64 = 1.0;
/// Pixels that a letter takes.
const LETTER: f64 = 6.4;

const STYLE: &str = "\
text { font: 11px ui-monospace, monospace; fill: #24292f; } .title { font: 600 14px system-ui, sans-serif; }
rect { stroke: #ffffff; stroke-width: 0.5; }
@media (prefers-color-scheme: dark) { .title { fill: #e6edf3; } rect { stroke: #0d1117; } }";

/// Colours of the parts of the program, by what a name begins with.
const COLORS: [(&str, &str); 5] = [
    ("falconet_event::scan", "#8ecae6"),
    ("falconet_event::plan", "#8ecae6"),
    ("falconet_event", "#a7d8a2"),
    ("falconet_engine", "#f4c27a"),
    ("falconet", "#e8a2a2"),
];
const OTHERS: &str = "#c9ccd1";

/// The picture of a tree.
pub(super) fn picture(tree: &Tree) -> String {
    let mut body = String::new();
    let scale = WIDTH / as_float(tree.samples().max(1));
    below(&mut body, tree, 0.0, TOP, scale, tree.samples());
    let height = TOP + ROW * as_float(tree.depth() as u64) + 8.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>Where the time of a scan goes</title>\n<style>\n{STYLE}\n</style>\n\
         <text class=\"title\" x=\"0\" y=\"20\">falconet scan, 22 rules: {} samples, callers above what they call</text>\n{body}</svg>\n",
        tree.samples()
    )
}

/// Recursion goes as deep as stacks do, which perf bounds.
fn below(body: &mut String, tree: &Tree, x: f64, y: f64, scale: f64, all: u64) {
    let mut x = x;
    for (name, called) in tree.called() {
        let width = as_float(called.samples()) * scale;
        if width >= NARROWEST {
            bar(body, name, called.samples(), (x, y, width), all);
            below(body, called, x, y + ROW, scale, all);
        }
        x += width;
    }
}

fn bar(body: &mut String, name: &str, samples: u64, (x, y, width): (f64, f64, f64), all: u64) {
    let share = 100.0 * as_float(samples) / as_float(all.max(1));
    let escaped = name.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        body,
        "<g><title>{escaped}: {share:.1} %</title><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{ROW}\" fill=\"{}\"/>",
        color(name)
    );
    if let Some(label) = label(name, width) {
        let _ = writeln!(
            body,
            "<text x=\"{:.1}\" y=\"{:.1}\">{label}</text>",
            x + 4.0,
            y + 14.0
        );
    }
    body.push_str("</g>\n");
}

fn color(name: &str) -> &'static str {
    let found = COLORS
        .iter()
        .find(|(start, _)| name.trim_start_matches('<').starts_with(start));
    found.map_or(OTHERS, |(_, color)| color)
}

/// The end of the name, as much as fits.
fn label(name: &str, width: f64) -> Option<String> {
    let letters = name.chars().count();
    let room = (0..=letters)
        .rev()
        .find(|count| as_float(*count as u64) * LETTER <= width - 8.0)?;
    let shown: String = name.chars().skip(letters - room).collect();
    (room > 3).then(|| shown.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::super::stacks;
    use super::*;

    #[test]
    fn a_bar_is_as_wide_as_its_share() {
        let sample =
            |inner: &str| format!("\t1 {inner}+0x1 (map)\n\t1 falconet_eval+0x1 (map)\n\n");
        let printed = sample("a<b") + &sample("a<b") + &sample("c") + &sample("c");
        let picture = picture(&stacks::tree(&printed));
        assert!(
            picture.contains(
                "<title>a&lt;b: 50.0 %</title><rect x=\"0.0\" y=\"60.0\" width=\"550.0\""
            ),
            "{picture}"
        );
        assert!(picture.contains("x=\"550.0\" y=\"60.0\""), "{picture}");
    }

    #[test]
    fn what_does_not_fit_is_cut_at_its_front() {
        assert_eq!(label("falconet::scan", 60.0).unwrap(), "et::scan");
        assert_eq!(label("falconet::scan", 10.0), None);
    }
}
