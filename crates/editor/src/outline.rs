//! A rules file as lines and keys: its items, and where the value of each key stands. It reads what is no YAML, or no
//! YAML yet, as well.

mod flow;

use falconet_diagnostics::Span;

use crate::scalar::without_properties;

/// Longer words are no keys, and are not looked at to their ends.
const LONGEST_KEY: usize = 64;
/// May be before the first line.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// What an item defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// `- rule:`
    Rule,
    /// `- macro:`
    Macro,
    /// `- list:`
    List,
}

impl ItemKind {
    /// The key that names such an item.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Macro => "macro",
            Self::List => "list",
        }
    }

    fn of(key: &str) -> Option<Self> {
        let all = [Self::Rule, Self::Macro, Self::List];
        all.into_iter().find(|kind| kind.word() == key)
    }
}

/// A key of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// All of its value, from behind the colon.
    pub value: Span,
}

/// An item of a rules file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// From its dash to where the next one may begin.
    pub span: Span,
    /// Column of its keys, from 0.
    pub column: usize,
    /// Whether it stands in braces.
    pub is_flow: bool,
    /// Its keys, but for those inside of their values.
    pub keys: Vec<Key>,
}

impl Item {
    /// What it defines, and the key that says so.
    pub fn naming(&self) -> Option<(ItemKind, &Key)> {
        let mut keys = self.keys.iter();
        keys.find_map(|key| Some((ItemKind::of(&key.name)?, key)))
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// The items of a file in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The items.
    pub items: Vec<Item>,
}

impl Outline {
    /// Reads a file.
    ///
    /// ```
    /// use falconet_editor::Outline;
    ///
    /// let text = "- macro: is_login\n  condition: ct.name = Conso\n  outp\n";
    /// let outline = Outline::of(text);
    /// let condition = outline.items[0].key("condition").unwrap();
    /// assert_eq!(&text[condition.value.range()], " ct.name = Conso");
    /// ```
    pub fn of(text: &str) -> Self {
        let mut reader = Reader {
            text,
            dash: None,
            is_bare: false,
            items: Vec::new(),
        };
        for line in lines(text) {
            reader.line(&line);
        }
        Self {
            items: reader.items,
        }
    }

    /// The item at a place.
    pub fn at(&self, offset: usize) -> Option<&Item> {
        let behind = self.items.partition_point(|item| item.span.start <= offset);
        self.items.get(behind.checked_sub(1)?)
    }
}

/// A line with what it begins with.
pub(crate) struct Line<'t> {
    /// Where it begins in the text.
    pub(crate) start: usize,
    /// Without the line feed.
    pub(crate) text: &'t str,
}

impl<'t> Line<'t> {
    /// Blanks that it begins with.
    pub(crate) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    fn behind(&self, column: usize) -> &'t str {
        self.text.get(column..).unwrap_or_default()
    }

    fn end(&self) -> usize {
        self.start + self.text.trim_end().len()
    }
}

pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let content = text.trim_start_matches(BYTE_ORDER_MARK);
    let mut start = text.len() - content.len();
    content.split_inclusive('\n').map(move |line| {
        let begun = start;
        start += line.len();
        Line {
            start: begun,
            text: line.trim_end_matches(['\n', '\r']),
        }
    })
}

/// The key that a text begins with, and what its colon ends.
pub(crate) fn key_of(text: &str) -> Option<(&str, usize)> {
    let quote = text.starts_with(['"', '\'']);
    let inside = text.get(usize::from(quote)..)?;
    let is_key = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
    let signs = inside.chars().take(LONGEST_KEY + 1);
    let length = signs.take_while(|sign| is_key(*sign)).count();
    let name = inside
        .get(..length)
        .filter(|name| (1..=LONGEST_KEY).contains(&name.len()))?;
    let rest = inside.get(length + usize::from(quote)..)?;
    let behind = rest.trim_start_matches(' ').strip_prefix(':')?;
    let ends = behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n']);
    ends.then(|| (name, text.len() - behind.len()))
}

struct Reader<'t> {
    text: &'t str,
    /// Column of the dashes of items.
    dash: Option<usize>,
    /// Whether nothing that the last item holds has come yet.
    is_bare: bool,
    items: Vec<Item>,
}

impl Reader<'_> {
    fn line(&mut self, line: &Line<'_>) {
        let indent = line.indent();
        let rest = line.behind(indent);
        let is_deeper = self.dash.is_some_and(|dash| indent > dash);
        if is_dash(rest) && !is_deeper {
            self.dash = Some(indent);
            self.begin(line, indent);
        } else if let Some(item) = self.items.last_mut() {
            item.span.end = line.start + line.text.len();
            if self.is_bare && is_deeper {
                self.hold(line, indent);
            } else if !rest.is_empty() && !item.is_flow {
                item.add(line, indent, rest);
            }
        }
    }

    fn begin(&mut self, line: &Line<'_>, dash: usize) {
        let rest = line.behind(dash + 1);
        let column = dash + 1 + rest.len() - rest.trim_start_matches(' ').len();
        self.items.push(Item {
            span: Span::new(line.start + dash, line.start + line.text.len()),
            column: column.max(dash + 2),
            is_flow: false,
            keys: Vec::new(),
        });
        self.hold(line, column);
    }

    /// Takes what the last item holds, if that begins in this line and not in a later one.
    fn hold(&mut self, line: &Line<'_>, column: usize) {
        let content = without_properties(line.behind(column));
        self.is_bare = content.is_empty() || content.starts_with('#');
        let begins = line.text.len() - content.len();
        let is_flow = content.starts_with('{');
        let keys = if is_flow {
            flow::keys(self.up_to_next(line), line.start + begins)
        } else {
            Vec::new()
        };
        let Some(item) = self.items.last_mut().filter(|_| !self.is_bare) else {
            return;
        };
        (item.column, item.is_flow, item.keys) = (column, is_flow, keys);
        if !is_flow {
            item.add(line, column, line.behind(column));
        }
    }
}

impl<'t> Reader<'t> {
    /// The text up to the next item, so that a brace that nothing closes makes no difference there.
    fn up_to_next(&self, line: &Line<'_>) -> &'t str {
        let rest = self.text.get(line.start..).unwrap_or_default();
        let blanks = " ".repeat(self.dash.unwrap_or_default());
        let mut ends = rest.match_indices('\n').map(|(end, _)| end);
        let is_next = |end: &usize| {
            let behind = rest.get(end + 1..).unwrap_or_default();
            let behind = behind.strip_prefix(&*blanks);
            behind.is_some_and(|behind| is_dash(behind) || behind.starts_with("-\n"))
        };
        let end = ends
            .find(is_next)
            .map_or(self.text.len(), |end| line.start + end);
        self.text.get(..end).unwrap_or_default()
    }
}

/// Whether a text begins with the dash of an item.
fn is_dash(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

impl Item {
    /// Takes a line: a key of the item, or more of the value of its last one.
    fn add(&mut self, line: &Line<'_>, indent: usize, rest: &str) {
        let goes_on = indent > self.column || (indent == self.column && is_dash(rest));
        if goes_on {
            if let Some(key) = self.keys.last_mut() {
                key.value.end = key.value.end.max(line.end());
            }
            return;
        }
        let content = without_properties(rest);
        let Some((name, length)) = key_of(content).filter(|_| indent == self.column) else {
            return;
        };
        let start = line.start + indent + rest.len() - content.len();
        let rest = content;
        let quote = usize::from(rest.starts_with(['"', '\'']));
        self.keys.push(Key {
            name: name.to_owned(),
            span: Span::new(start + quote, start + quote + name.len()),
            value: Span::new(start + length, line.end().max(start + length)),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each item as `key=value` of its keys.
    fn told(text: &str) -> Vec<String> {
        let outline = Outline::of(text);
        let item = |item: &Item| {
            let keys = item.keys.iter();
            let keys = keys.map(|key| {
                assert_eq!(&text[key.span.range()], key.name);
                format!("{}={}", key.name, text[key.value.range()].trim())
            });
            keys.collect::<Vec<_>>().join("|")
        };
        outline.items.iter().map(item).collect()
    }

    #[test]
    fn items_have_keys_and_values_of_several_lines() {
        let text = "# c\n- rule: A b\n  condition: >\n    x = y\n\n    and z\n  tags: [a]\n\n- list: l\n  items:\n  - a\n  - b\n";
        assert_eq!(
            told(text),
            [
                "rule=A b|condition=>\n    x = y\n\n    and z|tags=[a]",
                "list=l|items=- a\n  - b"
            ]
        );
    }

    #[test]
    fn what_is_no_yaml_is_read_as_far_as_it_goes() {
        let text =
            "- macro: m\n  condition: \"ct.name\n  outp\n- rule\n-\n  - list: x\n- list: [\n";
        assert_eq!(
            told(text),
            ["macro=m|condition=\"ct.name", "", "", "list=["]
        );
        assert!(told("a: b\nc").is_empty() && told("").is_empty());
    }

    #[test]
    fn an_item_in_braces_has_its_keys() {
        let text =
            "- {list: 'l', items: [a, \"b}\"], \"append\": true}\n- macro: m\n  condition: x\n";
        assert_eq!(
            told(text),
            [
                "list='l'|items=[a, \"b}\"]|append=true",
                "macro=m|condition=x"
            ]
        );
        assert_eq!(
            told("- {macro: m, condition: ct.name = \n  x"),
            ["macro=m|condition=ct.name = \n  x"]
        );
    }

    #[test]
    fn items_that_begin_behind_their_dashes_are_found() {
        for (text, expected) in [
            (
                "\u{feff}- list: a\n  items: []\n- list: b",
                &["list=a|items=[]", "list=b"][..],
            ),
            (
                "-\n  list: a\n  items: []\n-\n\n  # c\n    list: b\n    items: []\n",
                &["list=a|items=[]", "list=b|items=[]"],
            ),
            (
                "- &x list: a\n  items: []\n- !!map\n  list: b\n",
                &["list=a|items=[]", "list=b"],
            ),
            (
                "- &x\n  &y list: &z a\n- &f {list: b}\n-\n  {list: c,\n   items: []}\n",
                &["list=&z a", "list=b", "list=c|items=[]"],
            ),
            ("- # c\n  list: a\n", &["list=a"]),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn items_of_other_shapes_are_found() {
        assert_eq!(
            told("  - list: a\n    items: []\r\n  - list: b\r\n"),
            ["list=a|items=[]", "list=b"]
        );
        assert_eq!(told("-   list: a\n    items: []\n"), ["list=a|items=[]"]);
    }
}
