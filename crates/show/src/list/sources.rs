//! The sources of events.

use falconet_event::catalogue::{Catalogue, Source};
use serde::Serialize;

use super::table::{Entry, Item};

/// A source for programs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SourceItem {
    name: String,
    plugin: Option<PluginItem>,
    description: &'static str,
    recognised: &'static str,
    fields: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct PluginItem {
    name: String,
    version: String,
}

/// All sources, or the one of that name.
pub(super) fn entries(catalogue: &Catalogue, name: Option<&str>) -> Vec<Entry> {
    let wanted = catalogue
        .sources
        .iter()
        .filter(|source| name.is_none_or(|name| name == source.name));
    wanted.map(|source| entry(source, catalogue)).collect()
}

fn entry(source: &Source, catalogue: &Catalogue) -> Entry {
    let plugin = catalogue
        .plugins
        .iter()
        .find(|plugin| plugin.name == source.plugin);
    let shown = plugin.map(|plugin| format!("{} {}", plugin.name, plugin.version));
    let fields: Vec<_> = source
        .providers
        .iter()
        .map(|provider| provider.name.to_string())
        .collect();
    Entry {
        cells: vec![source.name.to_string(), shown.clone().unwrap_or_default()],
        meaning: source.kind.events().to_owned(),
        details: vec![
            ("known by", source.kind.recognised().to_owned()),
            ("fields", fields.join(", ")),
        ],
        item: Item::Source(SourceItem {
            name: source.name.to_string(),
            plugin: plugin.map(|plugin| PluginItem {
                name: plugin.name.to_string(),
                version: plugin.version.to_string(),
            }),
            description: source.kind.events(),
            recognised: source.kind.recognised(),
            fields,
        }),
    }
}
