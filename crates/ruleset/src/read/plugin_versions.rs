//! `required_plugin_versions`.

use super::Reader;
use crate::collect::PluginRequirement;
use crate::report::{Context, ItemType, Loaded, malformed};
use crate::yaml::{Kind, Node};

impl Reader<'_> {
    pub(super) fn plugin_versions(&mut self, item: Node<'_>) -> Loaded<Context> {
        let Some(versions) = item.get("required_plugin_versions") else {
            return Ok(self.root.clone());
        };
        let context = self.context(ItemType::RequiredPluginVersions, "", versions, &self.root);
        if versions.kind() != Kind::Sequence {
            return Err(malformed(
                "Value of required_plugin_versions must be a sequence",
                &context,
            ));
        }
        versions
            .items()
            .try_for_each(|plugin| self.plugin_version(plugin, &context))?;
        Ok(context)
    }

    fn plugin_version(&mut self, plugin: Node<'_>, parent: &Context) -> Loaded<()> {
        let entry = ItemType::RequiredPluginVersionsEntry;
        let unnamed = self.item_context(entry, "", plugin, parent);
        if plugin.kind() != Kind::Mapping {
            return Err(malformed("Plugin version must be a mapping", &unnamed));
        }
        let name = self.string(plugin, "name", &unnamed)?;
        let context = self.item_context(entry, &name, plugin, parent);
        let version = self.string(plugin, "version", &context)?;
        let mut alternatives = vec![PluginRequirement { name, version }];
        if let Some(others) = plugin.get("alternatives") {
            self.alternatives(others, &mut alternatives, &context)?;
        }
        self.collector.require_plugin(alternatives, &context)
    }

    fn alternatives(
        &self,
        others: Node<'_>,
        alternatives: &mut Vec<PluginRequirement>,
        context: &Context,
    ) -> Loaded<()> {
        if others.kind() != Kind::Sequence {
            return Err(malformed(
                "Value of plugin version alternatives must be a sequence",
                context,
            ));
        }
        for other in others.items() {
            alternatives.push(self.alternative(other, context)?);
        }
        Ok(())
    }

    fn alternative(&self, other: Node<'_>, parent: &Context) -> Loaded<PluginRequirement> {
        let context = self.item_context(
            ItemType::RequiredPluginVersionsAlternative,
            "",
            other,
            parent,
        );
        if other.kind() != Kind::Mapping {
            return Err(malformed(
                "Plugin version alternative must be a mapping",
                &context,
            ));
        }
        let name = self.string(other, "name", &context)?;
        let version = self.string(other, "version", &context)?;
        Ok(PluginRequirement { name, version })
    }
}
