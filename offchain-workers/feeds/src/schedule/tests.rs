use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const TERMS: Terms = Terms { deviation_ppm: 5_000, reporters: 7 };
const TIMING: Timing = Timing { spread: 7 };
/// In round 7 of seven reporters each one's place is its index.
const ROUND: Round = Round {
    number: 7,
    running: false,
    done: false,
    late: None,
    due: false,
    can_answer: true,
    latest: Some(1_000_000),
};

fn look(watch: &mut Watch, index: u16, round: Round, value: i128, block: Block) -> Decision {
    watch.look(index, &TERMS, &round, Some(value), block)
}

fn first_look(index: u16, round: Round, value: i128, block: Block) -> Decision {
    look(&mut Watch::new(TIMING), index, round, value, block)
}

/// A round that the last answer's age makes due, or somebody's request.
const DUE: Round = Round { due: true, ..ROUND };

#[test]
fn a_value_that_stays_should_be_reported_when_it_is_due() {
    assert_eq!(first_look(0, ROUND, 1_000_000, 1_100), Decision::Quiet);
    assert_eq!(first_look(0, DUE, 1_000_000, 1_100), Decision::Report(7, Why::Due));
    assert_eq!(first_look(6, DUE, 1_000_000, 1_100), Decision::Wait(1_106, Why::Due));
}

#[test]
fn a_value_that_moves_should_be_reported_in_turn_from_when_it_was_seen() {
    let mut watch = Watch::new(TIMING);
    assert_eq!(look(&mut watch, 2, ROUND, 1_004_999, 1_010), Decision::Quiet);
    assert_eq!(look(&mut watch, 2, ROUND, 1_005_000, 1_011), Decision::Wait(1_013, Why::Deviation));
    assert_eq!(look(&mut watch, 2, ROUND, 995_000, 1_013), Decision::Report(7, Why::Deviation));
    // A worker that missed its block reports in the next one.
    assert_eq!(look(&mut watch, 2, ROUND, 995_000, 1_020), Decision::Report(7, Why::Deviation));
    // What comes back before its turn is no reason any more.
    assert_eq!(look(&mut watch, 2, ROUND, 1_000_000, 1_021), Decision::Quiet);
    assert_eq!(look(&mut watch, 2, ROUND, 995_000, 1_022), Decision::Wait(1_024, Why::Deviation));
}

#[test]
fn a_deviation_should_be_as_exact_as_the_chain_is() {
    let deviates = |value, answer| deviates(&TERMS, answer, value);
    // A fifth of a millionth less than half a percent.
    assert!(!deviates(5_024_999, 5_000_000));
    assert!(deviates(5_025_000, 5_000_000));
    assert!(deviates(-995, -1_000));
    assert!(deviates(1, 0) && deviates(i128::MIN, i128::MAX));
    assert!(!deviates(i128::MAX, i128::MAX - 1));
    assert!(!deviates(0, 0), "nothing has changed");
    let always = Terms { deviation_ppm: 0, ..TERMS };
    assert!(super::deviates(&always, 5, 5), "each block is worth one");
}

#[test]
fn an_open_round_should_be_joined_though_nothing_moved() {
    let open = Round { running: true, ..ROUND };
    let mut watch = Watch::new(TIMING);
    assert_eq!(look(&mut watch, 1, open, 1_000_000, 1_010), Decision::Wait(1_011, Why::Joining));
    assert_eq!(look(&mut watch, 1, open, 1_000_000, 1_011), Decision::Report(7, Why::Joining));
    // It keeps the turn that it had before the round was opened.
    let mut watch = Watch::new(TIMING);
    assert_eq!(look(&mut watch, 3, ROUND, 2_000_000, 1_010), Decision::Wait(1_013, Why::Deviation));
    assert_eq!(look(&mut watch, 3, open, 2_000_000, 1_012), Decision::Wait(1_013, Why::Joining));
}

#[test]
fn a_feed_without_an_answer_should_get_one() {
    let first = Round { number: 0, latest: None, ..DUE };
    assert_eq!(first_look(0, first, 0, 5), Decision::Report(0, Why::Due));
}

#[test]
fn a_round_that_cannot_be_held_should_not_be_opened() {
    for round in [
        Round { can_answer: false, due: true, ..ROUND },
        Round { can_answer: false, latest: None, ..ROUND },
    ] {
        assert_eq!(first_look(0, round, 2_000_000, 1_200), Decision::Quiet);
        assert!(matches!(
            first_look(0, Round { running: true, ..round }, 2_000_000, 1_200),
            Decision::Report(7, Why::Joining)
        ));
    }
}

#[test]
fn who_has_no_value_should_say_so_and_who_has_reported_should_rest() {
    let silent = Watch::new(TIMING).look(0, &TERMS, &DUE, None, 1_100);
    assert_eq!(silent, Decision::Silent(Why::Due));
    assert_eq!(first_look(0, Round { done: true, ..ROUND }, 2_000_000, 1_100), Decision::Done);
    assert_eq!(first_look(7, ROUND, 2_000_000, 1_100), Decision::NotOurs);
}

#[test]
fn who_comes_after_the_answer_should_show_that_it_is_there_in_its_turn() {
    let next = Round { number: 8, late: Some((7, 1_023)), latest: Some(2_000_000), ..ROUND };
    let mut watch = Watch::new(TIMING);
    assert_eq!(look(&mut watch, 5, ROUND, 2_000_000, 1_010), Decision::Wait(1_015, Why::Deviation));
    assert_eq!(look(&mut watch, 5, next, 2_000_000, 1_013), Decision::Quiet);
    assert_eq!(watch.late(&next, 1_014), None);
    assert_eq!(watch.late(&next, 1_015), Some(7));
    // It has a turn of its own in the round that runs.
    assert_eq!(look(&mut watch, 6, next, 3_000_000, 1_016), Decision::Report(8, Why::Deviation));
    assert_eq!(watch.late(&next, 1_016), Some(7));
}

#[test]
fn late_report_should_not_miss_its_time() {
    let next = Round { number: 8, late: Some((7, 1_017)), ..ROUND };
    let mut watch = Watch::new(TIMING);
    assert_eq!(look(&mut watch, 6, ROUND, 2_000_000, 1_010), Decision::Wait(1_016, Why::Deviation));
    assert_eq!(look(&mut watch, 6, next, 1_000_000, 1_013), Decision::Quiet);
    assert_eq!(watch.late(&next, 1_013), None);
    assert_eq!(watch.late(&next, 1_014), Some(7), "in its turn it would be too late");
    assert_eq!(watch.late(&next, 1_015), Some(7));
    // Who has just come knows of no turn, and shows that it is there.
    let mut watch = Watch::new(TIMING);
    assert_eq!(look(&mut watch, 6, next, 1_000_000, 1_013), Decision::Quiet);
    assert_eq!(watch.late(&next, 1_013), Some(7));
    assert_eq!(watch.late(&Round { late: None, ..next }, 1_013), None);
}

#[test]
fn places_should_move_on_with_each_round_and_be_all_different() {
    for number in [0, 1, 6, 7, u32::MAX] {
        let places = (0..7).map(|index| offset(&TERMS, &TIMING, index, number));
        let mut places: Vec<_> = places.collect();
        places.rotate_left(((7 - number % 7) % 7) as usize);
        assert_eq!(places, [0, 1, 2, 3, 4, 5, 6], "{number}");
    }
}

/// Blocks in which the chain takes what comes after an answer.
const LATE: Block = 20;

/// A chain on which only one feed is real, and its reporters.
#[derive(Debug)]
struct World {
    f: u16,
    timing: Timing,
    heartbeat: Block,
    watches: Vec<Watch>,
    silent: Vec<bool>,
    /// Blocks that each one's reports take.
    takes: Vec<Block>,
    number: u32,
    /// The last answer, and its block.
    latest: (i128, Block),
    /// Who is in the round that is open.
    said: Vec<usize>,
    /// The last one that was answered, when, and who was in it in time or late.
    closed: Option<(u32, Block, Vec<usize>)>,
    /// By the block in which they come: who reports what for which round.
    coming: BTreeMap<Block, Vec<(usize, u32, i128)>>,
    /// How many were sent for each round by each reporter.
    sent: BTreeMap<(u32, usize), usize>,
    /// How many were sent in each block.
    sent_in: BTreeMap<Block, usize>,
}

impl World {
    fn terms(&self) -> Terms {
        Terms { deviation_ppm: 5_000, reporters: 3 * self.f + 1 }
    }

    fn is_due(&self, block: Block) -> bool {
        block - self.latest.1 >= self.heartbeat
    }

    /// A block with this true value, as each reporter sees it.
    fn block(&mut self, now: Block, value: impl Fn(usize) -> i128) {
        for (index, round, value) in self.coming.remove(&now).unwrap_or_default() {
            self.take(index, round, value, now);
        }
        for index in 0..self.watches.len() {
            let coming = |of: u32| {
                self.coming.values().flatten().any(|(by, round, _)| (*by, *round) == (index, of))
            };
            let late = self.closed.as_ref().filter(|(_, _, seen)| !seen.contains(&index));
            let late = late.map(|(round, at, _)| (*round, at + LATE));
            let late = late.filter(|(round, until)| now + 1 < *until && !coming(*round));
            let round = Round {
                number: self.number,
                running: !self.said.is_empty(),
                done: self.said.contains(&index) || coming(self.number),
                late,
                due: self.is_due(now + 1),
                can_answer: true,
                latest: Some(self.latest.0),
            };
            let terms = self.terms();
            let watch = &mut self.watches[index];
            let looked = watch.look(index as u16, &terms, &round, Some(value(index)), now);
            let late = watch.late(&round, now);
            let due = match looked {
                Decision::Report(round, _) => Some(round),
                _ => None,
            };
            for round in late.into_iter().chain(due).filter(|_| !self.silent[index]) {
                self.coming.entry(now + self.takes[index]).or_default().push((
                    index,
                    round,
                    value(index),
                ));
                *self.sent.entry((round, index)).or_default() += 1;
                *self.sent_in.entry(now).or_default() += 1;
            }
        }
    }

    /// What the chain does with a report: one that opens a round needs a reason.
    fn take(&mut self, index: usize, round: u32, value: i128, now: Block) {
        if let Some((_, closed, seen)) = self.closed.as_mut().filter(|(last, ..)| *last == round) {
            assert!(now < *closed + LATE && !seen.contains(&index), "refused: too late or twice");
            seen.push(index);
            return;
        }
        if round < self.number {
            return;
        }
        assert_eq!(round, self.number);
        let worth = self.is_due(now) || deviates(&self.terms(), self.latest.0, value);
        assert!(worth || !self.said.is_empty(), "refused: not worth a round");
        self.said.push(index);
        if self.said.len() > 2 * usize::from(self.f) {
            self.latest = (value, now);
            self.number += 1;
            self.closed = Some((round, now, std::mem::take(&mut self.said)));
        }
    }

    fn honest(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.silent.len()).filter(|index| !self.silent[*index])
    }
}

prop_compose! {
    /// Of 3f+1 with f of them silent or none, in some round, with some timing, and reports that take some blocks.
    fn worlds(silent: bool)(
        f in 0u16..6,
        number in 7u32..100,
        spread in 1u16..12,
        heartbeat in 20u32..100,
        shuffled in Just((0..16usize).collect::<Vec<_>>()).prop_shuffle(),
        takes in prop::collection::vec(1u32..4, 16),
    ) -> World {
        let reporters = usize::from(3 * f + 1);
        let timing = Timing { spread };
        let quiet = shuffled.into_iter().filter(|index| *index < reporters).take(f.into());
        let quiet: Vec<_> = quiet.filter(|_| silent).collect();
        World {
            f,
            timing,
            heartbeat,
            watches: vec![Watch::new(timing); reporters],
            silent: (0..reporters).map(|index| quiet.contains(&index)).collect(),
            takes: takes[..reporters].to_vec(),
            number,
            latest: (1_000_000, 1_000),
            said: Vec::new(),
            closed: None,
            coming: BTreeMap::new(),
            sent: BTreeMap::new(),
            sent_in: BTreeMap::new(),
        }
    }
}

proptest! {
    /// f are silent, and nothing moves: each answer comes within a heartbeat, the spread and what a report takes more
    /// than a block.
    #[test]
    fn with_f_silent_a_feed_should_keep_its_heartbeat(mut world in worlds(true), heartbeat in 1u32..100) {
        world.heartbeat = heartbeat;
        let bound = world.heartbeat + Block::from(world.timing.spread) - 1 + 2;
        let first = world.number;
        let mut last = 1_000;
        for now in 1_000..2_000 {
            let before = world.number;
            world.block(now, |_| 1_000_000);
            if world.number > before {
                prop_assert!((world.heartbeat..=bound).contains(&(now - last)), "{}", now - last);
                last = now;
            }
        }
        prop_assert!(world.number >= first + 1_000 / bound - 1);
    }

    /// f are silent, and each of the others sees the value move within a few blocks.
    #[test]
    fn with_f_silent_a_move_should_be_answered_in_bounded_time(
        mut world in worlds(true),
        late in prop::collection::vec(0u32..4, 16),
    ) {
        world.heartbeat = 10_000;
        let number = world.number;
        let bound = 1_100 + 3 + Block::from(world.timing.spread) - 1 + 3;
        for now in 1_000..=bound {
            let moved = |index: usize| if now >= 1_100 + late[index] { 1_100_000 } else { 1_000_000 };
            world.block(now, moved);
            prop_assert!(now > 1_100 || world.number == number);
        }
        // Who sees it last may have asked for yet another round, for what it saw before.
        prop_assert!(world.number > number);
    }

    /// In each round that is over everybody who is not silent has reported once: nobody is absent.
    #[test]
    fn who_is_there_should_report_once_in_each_round(mut world in worlds(true)) {
        let first = world.number;
        for now in 1_000..1_500 {
            world.block(now, |_| 1_000_000);
        }
        // The last one may still be under way.
        for round in first..world.number.saturating_sub(1) {
            for index in world.honest() {
                prop_assert_eq!(world.sent.get(&(round, index)), Some(&1), "{} {}", round, index);
            }
        }
    }

    /// All see a reason in the same block: no block gets more than its share.
    #[test]
    fn blocks_should_not_be_hit_at_once(mut world in worlds(false)) {
        let share = world.silent.len().div_ceil(world.timing.spread.into());
        for now in 1_000..1_000 + world.heartbeat + 15 {
            world.block(now, |_| 1_000_000);
        }
        prop_assert!(world.sent_in.values().sum::<usize>() >= world.silent.len());
        prop_assert!(world.sent_in.values().all(|sent| *sent <= share), "{:?}", world.sent_in);
    }

    #[test]
    fn whatever_the_chain_says_there_should_be_a_decision(
        terms: (u32, u16), numbers: [u32; 4], flags: [bool; 4], latest: Option<i128>,
        late: Option<(u32, u32)>, value: Option<i128>, spread: u16, index: u16,
    ) {
        let (deviation_ppm, reporters) = terms;
        let terms = Terms { deviation_ppm, reporters };
        let [first, second, block, later] = numbers;
        let [running, done, due, can_answer] = flags;
        let mut watch = Watch::new(Timing { spread });
        for (number, block) in [(first, block), (second, later)] {
            let round = Round { number, running, done, late, due, can_answer, latest };
            let _ = watch.look(index, &terms, &round, value, block);
            let _ = watch.late(&round, block);
        }
    }
}
