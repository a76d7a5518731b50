//! The events of a run that came nearest to firing a rule.

use falconet_engine::RecordPlace;

use crate::explanation::NearWay;

/// What is kept of each rule: as many events as are asked for, however many there are.
#[derive(Debug)]
pub(crate) struct Nearest {
    most: usize,
    /// By the places of the rules.
    rules: Vec<Option<Kept>>,
}

/// What is kept of a rule.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Events that it was judged for.
    pub(crate) events: u64,
    /// Those that it fired on.
    pub(crate) fired: u64,
    /// The nearest of the others, nearest first.
    pub(crate) nearest: Vec<Miss>,
}

/// An event that a rule did not fire on. The order is that of nearness.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Miss {
    /// How many tests have to turn.
    turned: usize,
    pub(crate) event: u64,
    /// Number of its record, where that begins, and whether the event is wrapped in it.
    pub(crate) place: (u64, u64, bool),
    pub(crate) way: NearWay,
    pub(crate) is_exact: bool,
}

impl Miss {
    pub(crate) fn new(event: u64, place: RecordPlace, way: NearWay, is_exact: bool) -> Self {
        Self {
            turned: way.tests.len(),
            event,
            place: (place.record, place.offset, place.is_wrapped),
            way,
            is_exact,
        }
    }
}

impl Nearest {
    /// Keeps so many events of each rule.
    pub(crate) const fn new(most: usize) -> Self {
        Self {
            most,
            rules: Vec::new(),
        }
    }

    /// A rule was judged; how many tests may turn at most for the event to be among the nearest, if it is of interest.
    pub(crate) fn judged(&mut self, rule: usize, fired: bool) -> Option<usize> {
        let most = self.most;
        let kept = self.kept(rule)?;
        kept.events += 1;
        kept.fired += u64::from(fired);
        let farthest = kept.nearest.last().filter(|_| kept.nearest.len() >= most);
        let most = farthest.map_or(usize::MAX, |miss| miss.turned.saturating_sub(1));
        Some(most).filter(|most| !fired && *most > 0)
    }

    /// Keeps an event, in place of the farthest if there are enough.
    pub(crate) fn add(&mut self, rule: usize, miss: Miss) {
        let most = self.most;
        if let Some(kept) = self.kept(rule) {
            let at = kept.nearest.partition_point(|other| *other <= miss);
            kept.nearest.insert(at, miss);
            kept.nearest.truncate(most);
        }
    }

    fn kept(&mut self, rule: usize) -> Option<&mut Kept> {
        if self.rules.len() <= rule {
            self.rules.resize_with(rule + 1, || None);
        }
        let slot = self.rules.get_mut(rule)?;
        Some(slot.get_or_insert_default())
    }

    /// The rules that were judged, in their order.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (usize, &Kept)> {
        let rules = self.rules.iter().enumerate();
        rules.filter_map(|(rule, kept)| Some((rule, kept.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn miss(event: u64, turned: usize) -> Miss {
        let place = RecordPlace {
            record: event,
            offset: 0,
            is_wrapped: false,
        };
        let way = NearWay {
            tests: vec![0; turned],
            text: String::new(),
        };
        Miss::new(event, place, way, true)
    }

    #[test]
    fn the_nearest_events_are_kept_the_earlier_ones_of_equals() {
        let mut nearest = Nearest::new(2);
        for (event, turned) in [(1, 3), (2, 1), (3, 3), (4, 1), (5, 2), (6, 1)] {
            match nearest.judged(7, false) {
                Some(most) if turned <= most => nearest.add(7, miss(event, turned)),
                _ => {}
            }
        }
        nearest.judged(7, true);
        let (rule, kept) = nearest.rules().next().unwrap();
        assert_eq!((rule, kept.events, kept.fired), (7, 7, 1));
        let events: Vec<_> = kept.nearest.iter().map(|miss| miss.event).collect();
        assert_eq!(events, [2, 4]);
        assert_eq!(
            nearest.judged(7, false),
            None,
            "nothing is nearer than one test"
        );
    }
}
