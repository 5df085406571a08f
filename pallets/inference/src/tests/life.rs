//! The specification of a request's life, row by row, and what no walk through it may do.

use crate::life::{bound, Effect, End, Event, Fault, Life, Phase, Reason, Tally, Times, TRIES};
use opg_primitives::{
    market::{Assurance, Finding},
    random::Random,
    BlockNumber,
};

const TIMES: Times = Times { window: 40, reveal: 10, appeal: 15, retention: 100 };
const TIME: BlockNumber = 30;
const NOW: BlockNumber = 1_000;
const ASSURANCES: [Assurance; 3] = [Assurance::Bonded, Assurance::Quorum(3), Assurance::Proven];
const FINDINGS: [Finding; 3] = [Finding::Right, Finding::Wrong, Finding::Unverifiable];
const REASONS: [Reason; 4] =
    [Reason::Timeout, Reason::Unanswerable, Reason::WrongAnswer, Reason::Undecided];

/// What the table says, written down a second time: nothing where something is refused.
fn specified(life: &Life, event: Event, now: BlockNumber) -> Option<(Phase, Effect)> {
    use Event as E;
    use Phase as P;
    let done = |end| P::Done { end, until: now + TIMES.retention };
    let ended = |end| Some((done(end), Effect::End));
    let refunded = |reason| ended(End::Refunded(reason));
    let found = |finding: Option<Finding>| match finding {
        Some(Finding::Right) => ended(End::Settled),
        Some(Finding::Wrong) => refunded(Reason::WrongAnswer),
        _ => refunded(Reason::Undecided),
    };
    let jury = Some((P::Disputed, Effect::Jury));
    let larger = Some((P::Appealed, Effect::Appeal));
    let revealing = P::Revealing { until: now + TIMES.reveal };
    let last_try = life.tries >= TRIES;
    let over = |until| now >= until;

    match (life.phase, event) {
        // Time goes by.
        (P::Assigned { until, .. }, E::Due { .. }) if over(until) => match life.assurance {
            Assurance::Proven => Some((P::Open { until: now + life.time }, Effect::Missed)),
            _ if last_try => Some((done(End::Refunded(Reason::Timeout)), Effect::Missed)),
            _ => Some((P::Seeking, Effect::Missed)),
        },
        (P::Open { until }, E::Due { .. }) if over(until) => refunded(Reason::Timeout),
        (P::Committing { until }, E::Due { enough: true, .. }) if over(until) => {
            Some((revealing, Effect::Reveal))
        },
        (P::Committing { until }, E::Due { .. }) if over(until) => refunded(Reason::Timeout),
        (phase @ P::Revealing { until }, E::Due { .. }) if over(until) => {
            Some((phase, Effect::Count))
        },
        (P::Answered { until }, E::Due { audit: true, .. }) if over(until) => {
            Some((P::Audited { again: false }, Effect::Audit))
        },
        (P::Answered { until }, E::Due { .. }) if over(until) => ended(End::Settled),
        (P::Judged { finding, until }, E::Due { .. }) if over(until) => found(Some(finding)),
        (phase @ P::Done { until, .. }, E::Due { .. }) if over(until) => {
            Some((phase, Effect::Forget))
        },
        (phase, E::Due { .. }) => Some((phase, Effect::None)),

        // Someone does something.
        (P::Seeking, E::Found) if quorum(life) => {
            Some((P::Committing { until: now + life.time }, Effect::None))
        },
        (P::Seeking, E::Found) => {
            Some((P::Assigned { since: now, until: now + life.time }, Effect::None))
        },
        (P::Seeking, E::NotFound) if life.declines > 0 && life.declines == life.tries => {
            refunded(Reason::Unanswerable)
        },
        (P::Seeking, E::NotFound) => refunded(Reason::Timeout),
        (P::Assigned { since, until }, E::Declined { .. }) => {
            let late = over(since + life.time / 3) || over(until);
            let all = life.declines + 1 == life.tries;
            let reason = if all { Reason::Unanswerable } else { Reason::Timeout };
            match last_try {
                _ if late => None,
                true => Some((done(End::Refunded(reason)), Effect::Declined)),
                false => Some((P::Seeking, Effect::Declined)),
            }
        },
        (P::Assigned { since, until }, E::Answered)
            if life.assurance == Assurance::Bonded && !over(until) =>
        {
            let until = until.max(now + TIMES.window.max(now - since));
            Some((P::Answered { until }, Effect::Answered))
        },
        (P::Assigned { until, .. }, E::Proven { by_worker: true })
            if life.assurance == Assurance::Proven && !over(until) =>
        {
            ended(End::Settled)
        },
        (P::Open { until }, E::Proven { .. }) if !over(until) => ended(End::Settled),
        (phase @ P::Committing { until }, E::Committed { last }) if !over(until) => {
            Some((if last { revealing } else { phase }, Effect::None))
        },
        (phase @ P::Committing { until }, E::Declined { last }) => {
            let all = i32::from(life.assurance.workers());
            let left = all - i32::from(life.declines) - 1;
            match () {
                _ if over(until - life.time + life.time / 3) => None,
                _ if left * 2 <= all => refunded(Reason::Unanswerable),
                _ if last => Some((revealing, Effect::None)),
                _ => Some((phase, Effect::None)),
            }
        },
        (phase @ P::Revealing { until }, E::Revealed { last }) if !over(until) => {
            Some((phase, if last { Effect::Count } else { Effect::None }))
        },
        (P::Answered { until }, E::Challenged) if !over(until) => jury,
        (P::Judged { until, .. }, E::Appealed) if !over(until) => larger,

        // Those who were asked report.
        (P::Revealing { .. }, E::Counted(Tally::Unanimous)) => ended(End::Settled),
        (P::Revealing { .. }, E::Counted(Tally::Majority)) => jury,
        (P::Revealing { .. }, E::Counted(Tally::Scattered)) => refunded(Reason::Undecided),
        (P::Audited { .. }, E::Audit { found: None, .. } | E::NoPanel) => ended(End::Settled),
        (P::Audited { again: true }, E::Audit { found: Some(Finding::Unverifiable), .. }) => {
            refunded(Reason::Undecided)
        },
        (P::Audited { again: true }, E::Audit { found: Some(Finding::Right), same: true, .. }) => {
            ended(End::Settled)
        },
        (P::Audited { again: true }, E::Audit { .. }) => jury,
        (P::Audited { .. }, E::Audit { found: Some(Finding::Unverifiable), .. }) => {
            Some((P::Audited { again: true }, Effect::Audit))
        },
        (P::Audited { .. }, E::Audit { found: Some(Finding::Right), again: true, .. }) => {
            Some((P::Audited { again: true }, Effect::Audit))
        },
        (P::Audited { .. }, E::Audit { found: Some(Finding::Right), .. }) => ended(End::Settled),
        (P::Audited { .. }, E::Audit { .. }) => jury,
        (P::Disputed, E::Verdict(Some(finding))) => {
            Some((P::Judged { finding, until: now + TIMES.appeal }, Effect::None))
        },
        (P::Disputed, E::Verdict(None)) => larger,
        (P::Appealed, E::Verdict(finding)) => found(finding),
        (P::Disputed | P::Appealed, E::NoPanel) => refunded(Reason::Undecided),
        _ => None,
    }
}

fn quorum(life: &Life) -> bool {
    matches!(life.assurance, Assurance::Quorum(_))
}

fn events() -> Vec<Event> {
    let both = [false, true];
    let mut all = vec![
        Event::Found,
        Event::NotFound,
        Event::Answered,
        Event::Challenged,
        Event::Appealed,
        Event::NoPanel,
        Event::Verdict(None),
    ];
    all.extend([Tally::Unanimous, Tally::Majority, Tally::Scattered].map(Event::Counted));
    all.extend(FINDINGS.map(|finding| Event::Verdict(Some(finding))));
    for one in both {
        all.push(Event::Proven { by_worker: one });
        all.push(Event::Committed { last: one });
        all.push(Event::Declined { last: one });
        all.push(Event::Revealed { last: one });
        for other in both {
            all.push(Event::Due { audit: one, enough: other });
            all.push(Event::Audit { found: None, again: one, same: other });
            let found = |finding| Event::Audit { found: Some(finding), again: one, same: other };
            all.extend(FINDINGS.map(found));
        }
    }
    all
}

/// All phases, those with a time before, at and after it.
fn phases() -> Vec<Phase> {
    let mut all = vec![
        Phase::Seeking,
        Phase::Audited { again: false },
        Phase::Audited { again: true },
        Phase::Disputed,
        Phase::Appealed,
    ];
    for until in [NOW - 1, NOW, NOW + 1, NOW + 100] {
        for since in [NOW - TIME, NOW - TIME / 3, NOW - TIME / 3 + 1, NOW] {
            all.push(Phase::Assigned { since, until });
        }
        all.extend([
            Phase::Open { until },
            Phase::Committing { until },
            Phase::Revealing { until },
            Phase::Answered { until },
        ]);
        all.extend(FINDINGS.map(|finding| Phase::Judged { finding, until }));
        all.push(Phase::Done { end: End::Settled, until });
        all.extend(REASONS.map(|reason| Phase::Done { end: End::Refunded(reason), until }));
    }
    all
}

fn does_as_specified(life: Life, event: Event, now: BlockNumber) -> Life {
    let mut stepped = life;
    let answer = stepped.step(event, now, &TIMES);
    match specified(&life, event, now) {
        None => {
            assert!(answer.is_err(), "{life:?} takes {event:?}");
            assert_eq!(stepped, life, "what is refused changes nothing");
        },
        Some((phase, effect)) => {
            assert_eq!(answer, Ok(effect), "{life:?} when {event:?}");
            assert_eq!(stepped.phase, phase, "{life:?} when {event:?}");
            let tries = u8::from(event == Event::Found);
            let declines = u8::from(matches!(event, Event::Declined { .. }));
            assert_eq!(stepped.tries, life.tries + tries);
            assert_eq!(stepped.declines, life.declines + declines);
            assert_eq!((stepped.assurance, stepped.time), (life.assurance, life.time));
        },
    }
    stepped
}

#[test]
fn every_event_in_every_phase_should_do_what_the_table_says() {
    let mut tried = 0;
    for assurance in ASSURANCES {
        for phase in phases() {
            for (tries, declines) in [(0, 0), (1, 0), (1, 1), (2, 1), (3, 0), (3, 2), (3, 3)] {
                // Whoever is at it has not declined.
                if declines == tries && matches!(phase, Phase::Assigned { .. }) {
                    continue;
                }
                for event in events() {
                    let life = Life { assurance, time: TIME, tries, declines, phase };
                    does_as_specified(life, event, NOW);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 20_000, "{tried}");
}

#[test]
fn refusals_should_say_why() {
    let life = |assurance, phase| Life { assurance, time: TIME, tries: 1, declines: 0, phase };
    let refuses = |assurance, phase, event, fault| {
        assert_eq!(life(assurance, phase).step(event, NOW, &TIMES), Err(fault), "{event:?}");
    };
    let [bonded, quorum, proven] = ASSURANCES;
    let until = NOW + 1;
    let assigned = Phase::Assigned { since: NOW, until };
    let done = Phase::Done { end: End::Settled, until };
    refuses(bonded, assigned, Event::Proven { by_worker: true }, Fault::OtherAssurance);
    refuses(bonded, assigned, Event::Committed { last: false }, Fault::OtherAssurance);
    refuses(bonded, assigned, Event::Challenged, Fault::TooEarly);
    refuses(proven, assigned, Event::Proven { by_worker: false }, Fault::TooEarly);
    refuses(proven, assigned, Event::Answered, Fault::OtherAssurance);
    refuses(quorum, Phase::Committing { until }, Event::Answered, Fault::OtherAssurance);
    refuses(quorum, Phase::Committing { until }, Event::Revealed { last: false }, Fault::TooEarly);
    refuses(quorum, Phase::Revealing { until }, Event::Committed { last: true }, Fault::TooLate);
    refuses(bonded, Phase::Answered { until }, Event::Answered, Fault::TooLate);
    refuses(bonded, Phase::Answered { until: NOW }, Event::Challenged, Fault::TooLate);
    refuses(bonded, Phase::Answered { until }, Event::Appealed, Fault::TooEarly);
    refuses(bonded, Phase::Disputed, Event::Challenged, Fault::TooLate);
    refuses(quorum, Phase::Revealing { until }, Event::Declined { last: true }, Fault::TooLate);
    let declined = Event::Declined { last: true };
    for event in [Event::Answered, Event::Challenged, Event::Appealed, declined] {
        refuses(bonded, done, event, Fault::Ended);
    }
}

/// Someone who does anything at all, wherever it is taken.
#[test]
fn every_walk_should_end_once_and_stay_ended() {
    let mut random = Random(1);
    let all = events();
    let (mut ended, mut forgotten) = (0, 0);
    for _ in 0..20_000 {
        let mut life = Life::new(random.one_of(&ASSURANCES), 10 + random.below(90) as u32);
        let mut now = NOW;
        let mut end = None;
        for _ in 0..120 {
            now += random.below(20) as u32;
            let event = random.one_of(&all);
            let before = life;
            life = does_as_specified(life, event, now);
            let most = if quorum(&life) { 2 } else { life.tries };
            assert!(life.tries <= TRIES && life.declines <= most);
            if let Some(end) = end {
                assert_eq!(life, before, "what has ended changes no more");
                assert_eq!(life.phase.end(), Some(end));
                let due = life.phase.due().unwrap();
                if matches!(event, Event::Due { .. }) && now >= due {
                    forgotten += 1;
                    break;
                }
            } else {
                end = life.phase.end();
                ended += u32::from(end.is_some());
            }
        }
    }
    assert!(ended > 15_000 && forgotten > 10_000, "{ended}, {forgotten}");
}

/// Panels answer within their time, what is due is done within the slack; everybody else may do what they
/// want.
#[test]
fn every_walk_should_end_in_bounded_time() {
    const PANEL: BlockNumber = 60;
    const LARGE: BlockNumber = 90;
    const SLACK: BlockNumber = 16;
    let mut random = Random(2);
    let others = [
        Event::Declined { last: false },
        Event::Declined { last: true },
        Event::Answered,
        Event::Challenged,
        Event::Appealed,
        Event::Proven { by_worker: true },
        Event::Committed { last: false },
        Event::Committed { last: true },
        Event::Revealed { last: false },
        Event::Revealed { last: true },
    ];
    let mut longest = 0;
    for _ in 0..30_000 {
        let life = Life::new(random.one_of(&ASSURANCES), 10 + random.below(190) as u32);
        let limit = bound(&life, &TIMES, PANEL, LARGE, SLACK);
        let used = walk(life, &mut random, &others, [PANEL, LARGE, SLACK]);
        assert!(used <= limit, "{used} of {limit} blocks");
        longest = longest.max(used * 100 / limit);
    }
    assert!(longest > 50, "the bound is far off: {longest} %");
}

/// Answers how many blocks it took.
fn walk(
    mut life: Life,
    random: &mut Random,
    others: &[Event],
    [panel, large, slack]: [BlockNumber; 3],
) -> BlockNumber {
    let mut now = NOW;
    let slow = random.below(4) > 0;
    while life.phase.end().is_none() {
        let some = |random: &mut Random, most: BlockNumber| {
            if slow {
                most
            } else {
                random.below(u64::from(most) + 1) as BlockNumber
            }
        };
        let begun = now;
        let mut event = match life.phase {
            Phase::Seeking if random.below(5) == 0 => Event::NotFound,
            Phase::Seeking => Event::Found,
            Phase::Audited { .. } => {
                now += some(random, panel);
                let found = (random.below(5) > 0).then(|| random.one_of(&FINDINGS));
                Event::Audit { found, again: random.below(2) > 0, same: random.below(2) > 0 }
            },
            Phase::Disputed | Phase::Appealed => {
                now += some(random, if life.phase == Phase::Disputed { panel } else { large });
                Event::Verdict((random.below(4) > 0).then(|| random.one_of(&FINDINGS)))
            },
            _ => {
                now = life.phase.due().unwrap().max(now) + some(random, slack);
                Event::Due { audit: random.below(2) > 0, enough: random.below(2) > 0 }
            },
        };
        // Someone comes before it.
        if life.phase != Phase::Seeking && random.below(3) > 0 {
            let early = begun + random.below(u64::from(now - begun) + 1) as BlockNumber;
            let other = random.one_of(others);
            if life.clone().step(other, early, &TIMES).is_ok() {
                (now, event) = (early, other);
            }
        }
        if life.step(event, now, &TIMES) == Ok(Effect::Count) {
            let tally = random.one_of(&[Tally::Unanimous, Tally::Majority, Tally::Scattered]);
            life.step(Event::Counted(tally), now, &TIMES).unwrap();
        }
    }
    now - NOW
}
