//! Sequences of rules files by chance: names that are defined in one file and used, changed or defined again in others,
//! before and after, with mistakes of every stage.

use std::fmt::Write as _;

/// Numbers by chance, the same in every run.
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// The items of a text, shared out among files in their order.
pub(crate) fn shared_out(text: &str, random: &mut Random) -> Vec<String> {
    let mut files = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.starts_with("- ") && random.one_in(3) {
            files.push(String::new());
        }
        files.last_mut().unwrap().push_str(line);
    }
    files
}

/// A sequence of files.
pub(crate) fn files(seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let mut maker = Maker {
        names: 2 + random.below(30),
        mistakes: [0, 0, 30, 8][random.below(4)],
        new: 0,
        random,
    };
    let files = 2 + maker.random.below(4);
    (0..files).map(|_| maker.file()).collect()
}

struct Maker {
    random: Random,
    /// How many names there are of each kind: with few, files often change what others define.
    names: usize,
    /// One thing in so many is a mistake; none if it is 0.
    mistakes: usize,
    new: usize,
}

impl Maker {
    fn file(&mut self) -> String {
        if self.is_mistake() && self.is_mistake() {
            return "- [\n".to_owned();
        }
        let items = 1 + self.random.below(7);
        (0..items).map(|_| self.item()).collect()
    }

    fn is_mistake(&mut self) -> bool {
        self.mistakes > 0 && self.random.one_in(self.mistakes)
    }

    fn item(&mut self) -> String {
        match self.random.below(9) {
            0 | 1 => self.list(),
            2 | 3 => self.macro_item(),
            4 if self.random.one_in(6) => self.requirement(),
            5 => self.change_of_rule(),
            _ => self.rule(),
        }
    }

    fn name(&mut self, kind: &str) -> String {
        if self.random.one_in(60) {
            return self.random.pick(&["a", "b", "odd name", "x"]).to_owned();
        }
        format!("{kind}{}", self.random.below(self.names))
    }

    /// One that no file has, or any.
    fn name_of_new(&mut self, kind: &str) -> String {
        if self.random.one_in(4) {
            return self.name(kind);
        }
        self.new += 1;
        match self.random.below(3) {
            0 => format!("{kind}{}", self.names.saturating_sub(self.new)),
            _ => format!("{kind}_{}", self.new),
        }
    }

    fn list(&mut self) -> String {
        if self.is_mistake() {
            return format!("- list: {}\n", self.name("l"));
        }
        let items: Vec<String> = (0..self.random.below(4))
            .map(|_| self.list_item())
            .collect();
        let items = items.join(", ");
        match self.random.below(6) {
            0 => format!(
                "- {{list: {}, items: [{items}], append: true}}\n",
                self.name("l")
            ),
            1 => self.overridden("list", "l", "items", &format!("[{items}]")),
            _ => format!("- list: {}\n  items: [{items}]\n", self.name_of_new("l")),
        }
    }

    fn list_item(&mut self) -> String {
        match self.random.below(4) {
            0 => self.name("l"),
            1 => "\"odd name\"".to_owned(),
            _ => self
                .random
                .pick(&["a", "b", "x", "10.0.0.0/8", "ct.name", "7"])
                .to_owned(),
        }
    }

    fn overridden(&mut self, kind: &str, letter: &str, key: &str, value: &str) -> String {
        let (name, way) = (self.name(letter), self.random.pick(&["append", "replace"]));
        format!("- {kind}: {name}\n  {key}: {value}\n  override:\n    {key}: {way}\n")
    }

    fn macro_item(&mut self) -> String {
        if self.is_mistake() {
            return format!("- macro: {}\n", self.name("m"));
        }
        let condition = self.condition();
        match self.random.below(6) {
            0 => {
                let name = self.name("m");
                format!("- macro: {name}\n  condition: or {condition}\n  append: true\n")
            }
            1 => {
                let condition = format!("or {condition}");
                self.overridden("macro", "m", "condition", &condition)
            }
            _ => format!(
                "- macro: {}\n  condition: {condition}\n",
                self.name_of_new("m")
            ),
        }
    }

    fn condition(&mut self) -> String {
        let mut condition = self.part();
        for _ in 0..self.random.below(3) {
            let word = self.random.pick(&["and", "or", "and not"]);
            let part = self.part();
            let _ = write!(condition, " {word} {part}");
        }
        condition
    }

    fn part(&mut self) -> String {
        if self.is_mistake() {
            return self
                .random
                .pick(&["ct.nope = a", "m_", "(", "ct.name", "s3.bytes = x"])
                .to_owned();
        }
        match self.random.below(9) {
            0 | 1 => self.name("m"),
            2 | 3 => format!(
                "ct.user in ({}, {})",
                self.name("l"),
                self.random.pick(&["a", "b"])
            ),
            4 => format!("(ct.name in ({}) or ct.region=b)", self.name("l")),
            5 if self.mistakes > 0 => format!("s3.bytes = {}", self.name("l")),
            6 => self
                .random
                .pick(&["ct.user = <NA>", "ct.srcip = a", "ct.name = \"odd name\""])
                .to_owned(),
            _ => format!("ct.name={}", self.random.pick(&["a", "b", "x"])),
        }
    }

    fn rule(&mut self) -> String {
        let name = self.name_of_new("r");
        let condition = self.condition();
        let output = if self.is_mistake() {
            "%ct.nope"
        } else {
            "o %ct.user"
        };
        let source = if self.random.one_in(15) {
            "nowhere"
        } else {
            "aws_cloudtrail"
        };
        let mut rule = format!(
            "- rule: {name}\n  desc: d\n  condition: {condition}\n  output: {output}\n  source: {source}\n"
        );
        if !self.is_mistake() {
            rule.push_str("  priority: INFO\n");
        }
        if self.random.one_in(8) {
            rule.push_str("  skip-if-unknown-filter: true\n");
        }
        if self.random.one_in(4) {
            let (list, value) = (self.name("l"), self.random.pick(&["a", "[a]"]));
            let _ = writeln!(
                rule,
                "  exceptions:\n  - {{name: e, fields: ct.user, comps: in, values: [{list}, {value}]}}"
            );
        }
        rule
    }

    fn change_of_rule(&mut self) -> String {
        let name = self.name("r");
        let condition = self.condition();
        match self.random.below(5) {
            0 => format!("- rule: {name}\n  enabled: false\n"),
            1 => format!("- rule: {name}\n  condition: and {condition}\n  append: true\n"),
            2 => format!("- rule: {name}\n  enabled: false\n  override:\n    enabled: replace\n"),
            3 => format!(
                "- rule: {name}\n  condition: {condition}\n  override:\n    condition: replace\n"
            ),
            _ => self.rule(),
        }
    }

    fn requirement(&mut self) -> String {
        match self.random.below(3) {
            0 if self.mistakes > 0 => {
                "- required_plugin_versions:\n  - {name: nope, version: 1.0.0}\n".to_owned()
            }
            1 => "- required_engine_version: 0.20.0\n".to_owned(),
            _ => "- unknown: item\n".to_owned(),
        }
    }
}
