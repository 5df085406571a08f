//! Events alone tell an indexer what is stored of every case.

use super::*;
use opg_primitives::random::Random;

/// What an indexer knows of a case.
#[derive(Debug, PartialEq)]
struct Known {
    kind: Kind,
    subject: Subject,
    payer: AccountId,
    phase: Phase,
    members: Vec<(AccountId, Standing, Balance)>,
}

#[derive(Default)]
struct Indexer(BTreeMap<CaseId, Known>);

impl Indexer {
    fn hear(&mut self, event: Event<Test>) {
        match event {
            Event::Opened { case, kind, subject, payer, draw } => {
                let phase = Phase::Drawing { at: draw };
                self.0.insert(case, Known { kind, subject, payer, phase, members: vec![] });
            },
            Event::Drawn { case, member, ticket } => {
                self.of(case).members.push((member, Standing::Drawn, ticket));
            },
            Event::CommitBegan { case, until } => {
                let known = self.of(case);
                let replaced = !matches!(known.phase, Phase::Drawing { .. });
                known.phase = Phase::Committing { until, replaced };
            },
            Event::Committed { case, member, commitment } => {
                self.member(case, member).1 = Standing::Committed(commitment);
            },
            Event::RevealBegan { case, until } => self.of(case).phase = Phase::Revealing { until },
            Event::Revealed { case, member, verdict } => {
                self.member(case, member).1 = Standing::Revealed(verdict);
            },
            Event::Silenced { case, member, .. } => {
                *self.member(case, member) = (member, Standing::Silent, 0);
            },
            Event::Concluded { case, verdict: Some(verdict), until } => {
                let known = self.of(case);
                known.phase = Phase::Answering { until, verdict };
                for (_, standing, ticket) in &mut known.members {
                    if *standing != Standing::Revealed(verdict) {
                        *ticket = 0;
                    }
                }
            },
            Event::Doubted { case, until } => {
                let known = self.of(case);
                let Phase::Answering { verdict, .. } = known.phase else { panic!("{known:?}") };
                known.phase = Phase::Answering { until, verdict };
            },
            Event::Closed { case } => {
                self.0.remove(&case).expect("it was there");
            },
            Event::Concluded { .. }
            | Event::Paid { .. }
            | Event::Overturned { .. }
            | Event::NoSeat { .. }
            | Event::SeatAwaited { .. }
            | Event::Seated { .. }
            | Event::Unseated { .. } => {},
            Event::__Ignore(..) => unreachable!(),
        }
    }

    fn of(&mut self, case: CaseId) -> &mut Known {
        self.0.get_mut(&case).expect("it was opened")
    }

    fn member(&mut self, case: CaseId, who: AccountId) -> &mut (AccountId, Standing, Balance) {
        self.of(case).members.iter_mut().find(|member| member.0 == who).expect("it was drawn")
    }

    fn compare(&self) {
        assert_eq!(self.0.len(), Cases::<Test>::iter().count());
        for (id, known) in &self.0 {
            let view = Panels::case(*id).expect("it is stored");
            let members = view.members.into_iter();
            let stored = Known {
                kind: view.kind,
                subject: view.subject,
                payer: view.payer,
                phase: view.phase,
                members: members.map(|one| (one.account, one.standing, one.ticket)).collect(),
            };
            assert_eq!(*known, stored, "case {id}");
        }
    }
}

#[test]
fn events_should_tell_all_that_is_stored_of_every_case() {
    run(40, || {
        let mut random = Random(11);
        let mut indexer = Indexer::default();
        for _ in 0..300 {
            if random.below(3) == 0 {
                let kind = random.one_of(&[Kind::Attestation, Kind::Jury, Kind::Audit]);
                let answerable = random.below(20) as u32;
                let _ = Panels::open(Terms { answerable, ..terms(kind) });
            }
            for who in FIRST..FIRST + 40 {
                let Some(duty) = Panels::duties(who).into_iter().next() else { continue };
                if random.below(3) == 0 && duty.commitment.is_none() {
                    commit(duty.case, who, random.one_of(&[RIGHT, RIGHT, WRONG]));
                } else if random.below(3) == 0 {
                    for verdict in [RIGHT, WRONG] {
                        let _ =
                            Panels::reveal(signed(who), duty.case, salt(duty.case, who), verdict);
                    }
                }
            }
            Doubted::set((random.below(4) > 0).then(|| random.below(NextCase::<Test>::get() + 1)));
            if random.below(20) == 0 {
                let _ = Panels::overturn(random.below(NextCase::<Test>::get() + 1));
            }
            blocks(1);
            for record in System::read_events_no_consensus() {
                if let RuntimeEvent::Panels(event) = record.event {
                    indexer.hear(event);
                }
            }
            System::reset_events();
            indexer.compare();
        }
        assert!(NextCase::<Test>::get() > 50);
    });
}
