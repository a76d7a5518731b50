//! `ec2.*`: instances that are asked for and started.

use crate::extract::convert::optional;
use crate::extract::{Paths, Reading};
use crate::fields::{Stored, Text};
use crate::json::{Kind, Node};
use crate::scan::trie::SlotId;

/// Where a request names the tags of what it makes.
pub(super) fn tags_slot(paths: &mut Paths) -> SlotId {
    paths.slot(&["requestParameters", "tagSpecificationSet", "items"])
}

/// `ec2.name`: the `Name` tag asked for. Of one item's tags the first counts, of several items the last.
pub(super) fn name(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let items = event.node(slot).into_iter().flat_map(Node::elements);
    let value = items
        .filter(|item| is_instance(*item))
        .filter_map(name_tag)
        .last();
    let Some(value) = value else {
        return Stored::Absent;
    };
    let begun = event.begin_text();
    event.push_string(value);
    let text = event.end_text(begun);
    if event.bytes(text).is_empty() {
        return Stored::Absent;
    }
    event.stored(text)
}

fn is_instance(item: Node<'_>) -> bool {
    is_text(item.member(b"resourceType"), b"instance")
}

fn name_tag(item: Node<'_>) -> Option<Node<'_>> {
    let mut tags = item.member(b"tags")?.elements();
    let tag = tags.find(|tag| is_text(tag.member(b"key"), b"Name"))?;
    tag.member(b"value")
}

fn is_text(node: Option<Node<'_>>, text: &[u8]) -> bool {
    node.and_then(Node::string)
        .is_some_and(|found| *found == *text)
}

/// Reads `ec2.imageid` and `ec2.imageids`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Images {
    /// The instances in the response; where it exists, whatever it is, the request does not count.
    instances: SlotId,
    /// Places in the request, in order.
    requested: [SlotId; 3],
}

impl Images {
    pub(super) fn new(paths: &mut Paths) -> Self {
        let fast_launch = [
            "requestParameters",
            "DescribeFastLaunchImagesRequest",
            "ImageId",
            "content",
        ];
        Self {
            instances: paths.slot(&["responseElements", "instancesSet", "items"]),
            requested: [
                paths.slot(&["requestParameters", "imageId"]),
                paths.slot(&fast_launch),
                paths.slot(&["requestParameters", "launchSpecification", "imageId"]),
            ],
        }
    }

    /// The image of the first instance.
    pub(super) fn first(&self, event: &mut Reading<'_>) -> Stored {
        match event.node(self.instances) {
            Some(instances) => image_at(instances, 0, event),
            None => optional(self.requested(event), event),
        }
    }

    /// All images, or the one at an index, as a list.
    pub(super) fn list(&self, index: Option<u64>, event: &mut Reading<'_>) -> Stored {
        let begun = event.begin_list();
        match (event.node(self.instances), index) {
            (Some(instances), None) => push_images(instances, event),
            (Some(instances), Some(index)) => {
                let image = image_at(instances, index, event);
                push_present(image, event);
            }
            (None, None | Some(0)) => {
                let image = optional(self.requested(event), event);
                push_present(image, event);
            }
            (None, Some(_)) => {}
        }
        event.store_list(begun)
    }

    fn requested(&self, event: &mut Reading<'_>) -> Option<Text> {
        self.requested.iter().find_map(|slot| event.text(*slot))
    }
}

fn push_images(instances: Node<'_>, event: &mut Reading<'_>) {
    for instance in instances.elements() {
        if let Some(image) = instance.member(b"imageId").filter(|image| has_text(*image)) {
            let stored = string(image, event);
            event.push_item(stored);
        }
    }
}

fn has_text(node: Node<'_>) -> bool {
    node.raw_string().is_some_and(|raw| !raw.is_empty())
}

fn image_at(instances: Node<'_>, index: u64, event: &mut Reading<'_>) -> Stored {
    let instance = usize::try_from(index)
        .ok()
        .filter(|_| instances.kind() == Kind::Array)
        .and_then(|index| instances.elements().nth(index));
    let image = instance.and_then(|instance| instance.member(b"imageId"));
    image.map_or(Stored::Absent, |image| string(image, event))
}

fn push_present(item: Stored, event: &mut Reading<'_>) {
    if !matches!(item, Stored::Absent) {
        event.push_item(item);
    }
}

/// The text of a string, the empty text for anything else.
fn string(node: Node<'_>, event: &mut Reading<'_>) -> Stored {
    let begun = event.begin_text();
    event.push_string(node);
    event.store_text(begun)
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn name(items: &str) -> String {
        let request =
            format!(r#"{{"requestParameters":{{"tagSpecificationSet":{{"items":{items}}}}}}}"#);
        read("ec2.name", &request)
    }

    #[test]
    fn the_first_name_of_the_last_named_instance_counts() {
        let items = r#"[{"resourceType":"instance","tags":[{"key":"x"},{"key":"Name","value":"a"},{"key":"Name","value":"b"}]},
            {"resourceType":"volume","tags":[{"key":"Name","value":"c"}]},
            {"resourceType":"instance","tags":[{"key":"Name","value":"d"}]},
            {"resourceType":"instance","tags":[{"key":"Other","value":"e"}]}]"#;
        assert_eq!(name(items), "d");
    }

    #[test]
    fn no_name_is_no_value() {
        let tagged = |value: &str| {
            format!(r#"[{{"resourceType":"instance","tags":[{{"key":"Name","value":{value}}}]}}]"#)
        };
        assert_eq!(name(&tagged("\"\"")), "<NA>");
        assert_eq!(name(&tagged("7")), "<NA>");
        assert_eq!(name("[]"), "<NA>");
        assert_eq!(name("{}"), "<NA>");
    }

    const STARTED: &str = r#"{"requestParameters":{"imageId":"ami-9"},
        "responseElements":{"instancesSet":{"items":[{"imageId":"ami-1"},{"imageId":""},{"x":1},{"imageId":null},{"imageId":"ami-\u0032"}]}}}"#;

    #[test]
    fn started_instances_come_before_what_was_asked_for() {
        assert_eq!(read("ec2.imageids", STARTED), "[ami-1|ami-2]");
        assert_eq!(read("ec2.imageid", STARTED), "ami-1");
    }

    #[test]
    fn an_index_gives_that_image_even_if_it_is_no_text() {
        let at = |index: &str| read(&format!("ec2.imageids[{index}]"), STARTED);
        assert_eq!(
            (at("0"), at("1"), at("2")),
            ("[ami-1]".into(), "[]".into(), "<NA>".into())
        );
        assert_eq!(
            (at("3"), at("4"), at("5")),
            ("[]".into(), "[ami-2]".into(), "<NA>".into())
        );
        assert_eq!(at("18446744073709551615"), "<NA>");
    }

    #[test]
    fn a_response_without_instances_hides_the_request() {
        for items in ["null", "[]", "\"x\"", "{}"] {
            let record = format!(
                r#"{{"requestParameters":{{"imageId":"a"}},"responseElements":{{"instancesSet":{{"items":{items}}}}}}}"#
            );
            assert_eq!(read("ec2.imageids", &record), "<NA>");
            assert_eq!(read("ec2.imageid", &record), "<NA>");
        }
    }

    #[test]
    fn what_was_asked_for_is_one_image() {
        let record = r#"{"requestParameters":{"launchSpecification":{"imageId":"b"},"DescribeFastLaunchImagesRequest":{"ImageId":{"content":"a"}}}}"#;
        assert_eq!(read("ec2.imageids", record), "[a]");
        assert_eq!(read("ec2.imageids[0]", record), "[a]");
        assert_eq!(read("ec2.imageids[1]", record), "<NA>");
        assert_eq!(read("ec2.imageid", record), "a");
    }
}
