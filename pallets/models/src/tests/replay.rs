//! Who follows the events, and reads no storage, knows all that there is: but for what is free of
//! offers, which the events of those tell who take it.

use super::*;
use opg_primitives::random::Random;
use polkadot_sdk::frame_support::storage::with_storage_layer;

/// What the members of a panel said.
type Words = Vec<(AccountId, Option<Verdict>)>;

/// What is known of a model.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    owner: AccountId,
    bytes: u64,
    royalty: Permill,
    class: Class,
    interface: Interface,
    key: Option<Hash>,
    standing: Standing,
    attestation: Attestation<AccountId>,
    said: Option<(CaseId, Words)>,
}

/// What is known of an offer.
#[derive(Clone, Debug, PartialEq)]
struct KnownOffer {
    ask: Ask,
    capacity: u32,
    /// What was taken and not given back, as who takes it knows.
    in_use: u64,
}

/// All that is known.
#[derive(Debug, Default, PartialEq)]
struct Mirror {
    commitments: BTreeMap<(AccountId, Hash), BlockNumber>,
    models: BTreeMap<ModelHash, Known>,
    names: BTreeMap<Name, AccountId>,
    series: BTreeMap<(Name, Name), Vec<ModelHash>>,
    offers: BTreeMap<(AccountId, ModelHash), KnownOffer>,
}

impl Mirror {
    fn model(&mut self, hash: ModelHash) -> &mut Known {
        self.models.get_mut(&hash).expect("it was registered")
    }

    fn apply(&mut self, event: Event<Test>, now: BlockNumber) {
        match event {
            Event::Committed { account, commitment } => {
                self.commitments.insert((account, commitment), now);
            },
            Event::CommitmentWithdrawn { account, commitment } => {
                self.commitments.remove(&(account, commitment)).unwrap();
            },
            Event::Registered {
                model,
                owner,
                commitment,
                bytes,
                royalty,
                class,
                interface,
                key,
            } => {
                self.commitments.remove(&(owner, commitment)).unwrap();
                let known = Known {
                    owner,
                    bytes,
                    royalty,
                    class,
                    interface,
                    key,
                    standing: Standing::Active,
                    attestation: Attestation::None,
                    said: None,
                };
                assert!(self.models.insert(model, known).is_none());
            },
            Event::RoyaltyChanged { model, royalty } => self.model(model).royalty = royalty,
            Event::Amended { model, class, interface, key } => {
                let known = self.model(model);
                (known.class, known.interface, known.key) = (class, interface, key);
                (known.attestation, known.said) = (Attestation::None, None);
            },
            Event::StandingChanged { model, standing } => self.model(model).standing = standing,
            Event::Removed { model } => {
                self.models.remove(&model).unwrap();
            },
            Event::NameClaimed { name, account } => {
                assert!(self.names.insert(name, account).is_none());
            },
            Event::NameGivenUp { name } => {
                self.names.remove(&name).unwrap();
            },
            Event::Released { owner, series, number, model } => {
                let releases = self.series.entry((owner, series)).or_default();
                releases.push(model);
                assert_eq!(releases.len(), number as usize);
            },
            Event::ReleaseRemoved { owner, series, number } => {
                let key = (owner, series);
                let releases = self.series.get_mut(&key).unwrap();
                assert_eq!(releases.len(), number as usize);
                releases.pop();
                if releases.is_empty() {
                    self.series.remove(&key);
                }
            },
            event => self.apply_rest(event),
        }
    }

    fn apply_rest(&mut self, event: Event<Test>) {
        match event {
            Event::AttestationRequested { model, case } => {
                self.model(model).attestation = Attestation::Examined { case };
            },
            Event::AttestationConcluded { model, case, verdict, until, said } => {
                let known = self.model(model);
                known.said = Some((case, said.into_inner()));
                known.attestation = match (verdict, until) {
                    (_, Some(until)) => Attestation::Contestable { case, until },
                    (Some(verdict), None) => Attestation::Refused { verdict },
                    (None, None) => Attestation::None,
                };
            },
            Event::Challenged { model, appeal, challenger } => {
                let known = self.model(model);
                let Attestation::Contestable { case, .. } = known.attestation else {
                    panic!("nothing to challenge");
                };
                known.attestation = Attestation::Appealed { case, appeal, challenger };
            },
            Event::AppealConcluded { model, appeal, verdict, attested, said } => {
                let known = self.model(model);
                known.said = Some((appeal, said.into_inner()));
                known.attestation = match (verdict, attested) {
                    (_, true) => Attestation::Attested,
                    (Some(verdict), false) => Attestation::Refused { verdict },
                    (None, false) => Attestation::None,
                };
            },
            Event::ChallengerPaid { .. } => {},
            Event::Offered { operator, model, ask, capacity } => {
                let offer = self.offers.entry((operator, model));
                let offer = offer.or_insert(KnownOffer { ask, capacity, in_use: 0 });
                (offer.ask, offer.capacity) = (ask, capacity);
            },
            Event::OfferWithdrawn { operator, model } => {
                self.offers.get_mut(&(operator, model)).unwrap().capacity = 0;
            },
            Event::OfferRemoved { operator, model } => {
                let offer = self.offers.remove(&(operator, model)).unwrap();
                assert_eq!((offer.capacity, offer.in_use), (0, 0));
            },
            other => panic!("nobody applies {other:?}"),
        }
    }

    /// What is stored, for comparison.
    fn read() -> Self {
        let known = |hash, stored: ModelOf<Test>| {
            let claim = Claims::<Test>::get(hash).unwrap();
            let last = LastSaid::<Test>::get(hash);
            Known {
                owner: stored.owner,
                bytes: stored.bytes,
                royalty: stored.royalty,
                class: claim.class,
                key: registry::key_hash(&claim),
                interface: claim.interface,
                standing: stored.standing,
                attestation: stored.attestation,
                said: last.map(|last| (last.case, last.said.into_inner())),
            }
        };
        let offer = |who, model, stored: OfferOf<Test>| KnownOffer {
            ask: stored.ask,
            capacity: stored.capacity,
            in_use: units(who, model).1,
        };
        let releases = |owner: &Name, name: &Name, series: Series| {
            let all = Models::releases(owner.clone(), name.clone(), 1, u32::MAX);
            assert_eq!(all.last(), Some(&(series.releases, series.latest)));
            all.into_iter().map(|(_, model)| model).collect()
        };
        Self {
            commitments: Commitments::<Test>::iter()
                .map(|(who, hash, stored)| ((who, hash), stored.block))
                .collect(),
            models: crate::Models::<Test>::iter()
                .map(|(hash, stored)| (hash, known(hash, stored)))
                .collect(),
            names: Names::<Test>::iter().map(|(name, stored)| (name, stored.account)).collect(),
            series: SeriesOf::<Test>::iter()
                .map(|(owner, name, series)| {
                    let releases = releases(&owner, &name, series);
                    ((owner, name), releases)
                })
                .collect(),
            offers: Offers::<Test>::iter()
                .map(|(who, model, stored)| ((who, model), offer(who, model, stored)))
                .collect(),
        }
    }
}

const PEOPLE: [AccountId; 4] = [ANN, BEN, CAT, EVE];
const NAMES: [&str; 3] = ["ann", "ben", "lab-7"];

/// A chain on which people do random things, and someone who follows the events.
struct World {
    random: Random,
    mirror: Mirror,
    /// Calls and events of others, and how often each succeeded.
    done: BTreeMap<&'static str, u32>,
    /// Cases that have ended.
    ended: BTreeSet<CaseId>,
}

impl World {
    fn name(&mut self) -> Name {
        name(self.random.one_of(&NAMES))
    }

    fn claim(&mut self) -> Box<Claim> {
        let mut claim = if self.random.below(2) == 0 { exact() } else { close() };
        if claim.class == Class::Exact && self.random.below(2) == 0 {
            claim.key = None;
        }
        Box::new(claim)
    }

    /// A model of which this is so, if there is one; else that one.
    fn model_where(&self, holds: impl Fn(&Known) -> bool, or: ModelHash) -> ModelHash {
        let found = self.mirror.models.iter().find(|(_, known)| holds(known));
        found.map_or(or, |(hash, _)| *hash)
    }

    fn call(&mut self, who: AccountId, hash: ModelHash) -> (&'static str, Call<Test>) {
        let (owner_name, series) = (self.name(), self.name());
        let yes = self.random.below(3) == 0;
        match self.random.below(28) {
            0..=1 => {
                let commitment = Models::commitment(&who, &hash, &SALT);
                ("commit", Call::commit { commitment })
            },
            2 if self.random.below(6) == 0 => {
                let all: Vec<_> = self.mirror.commitments.keys().copied().collect();
                let made = all.into_iter().find(|(by, _)| *by == who);
                let commitment = made.map_or(hash, |(_, commitment)| commitment);
                ("withdraw commitment", Call::withdraw_commitment { commitment })
            },
            2..=4 => ("register", register_call(hash, *self.claim())),
            5 => {
                let royalty = Permill::from_percent(self.random.below(12) as u32);
                ("royalty", Call::set_royalty { model: hash, royalty })
            },
            6 => {
                let offered =
                    |model: &ModelHash| self.mirror.offers.keys().any(|(_, of)| of == model);
                let alone = |(model, known): &(&ModelHash, &Known)| {
                    known.owner == who && known.attestation.is_idle() && !offered(model)
                };
                let model = self.mirror.models.iter().find(alone).map_or(hash, |(model, _)| *model);
                ("amend", Call::amend { model, claim: self.claim() })
            },
            7..=8 | 26 => {
                let idle = |known: &Known| known.owner == who && known.attestation.is_idle();
                ("request", Call::request_attestation { model: self.model_where(idle, hash) })
            },
            9 | 24..=25 => {
                let now = System::block_number() as BlockNumber;
                let confirmed = |known: &Known| {
                    let said = matches!(known.attestation, Attestation::Contestable { .. });
                    said && known.attestation.is_under_way(now)
                };
                ("challenge", Call::challenge { model: self.model_where(confirmed, hash) })
            },
            10 => ("deprecate", Call::deprecate { model: hash, deprecated: yes }),
            11 => {
                let old = |known: &Known| known.standing == Standing::Deprecated;
                ("remove", Call::remove { model: self.model_where(old, hash) })
            },
            12 => ("claim name", Call::claim_name { name: owner_name }),
            13 => ("give up name", Call::give_up_name { name: owner_name }),
            14..=15 => ("release", Call::release { owner_name, series, model: hash }),
            16..=18 => {
                let all: Vec<_> = self.mirror.series.keys().cloned().collect();
                let at = self.random.below(all.len().max(1) as u64) as usize;
                let (owner_name, series) = all.get(at).cloned().unwrap_or((owner_name, series));
                ("remove release", Call::remove_release { owner_name, series })
            },
            19..=21 => {
                let capacity = self.random.below(4) as u32;
                ("offer", Call::offer { model: hash, ask: ask(capacity.into()), capacity })
            },
            22 => ("withdraw offer", Call::withdraw_offer { model: hash }),
            _ => {
                let operator = self.random.one_of(&PEOPLE);
                ("retire offer", Call::retire_offer { operator, model: hash })
            },
        }
    }

    fn step(&mut self) {
        use polkadot_sdk::{
            frame_support::traits::UnfilteredDispatchable, sp_runtime::traits::Dispatchable,
        };

        let model = hash(self.random.below(6));
        // Mostly those who may.
        let owner = self.mirror.models.get(&model).map(|known| known.owner);
        let owner = owner.filter(|_| self.random.below(3) > 0);
        let who = owner.unwrap_or_else(|| self.random.one_of(&PEOPLE));
        let (name, happened) = match self.random.below(20) {
            0..=12 => {
                let (name, call) = self.call(who, model);
                let made = || RuntimeCall::from(call).dispatch(signed(who));
                (name, with_storage_layer(|| made().map_err(|failed| failed.error)).is_ok())
            },
            13 if self.random.below(4) == 0 => {
                let banned = self.random.below(3) == 0;
                let call = Call::<Test>::ban { model, banned };
                let made = || call.dispatch_bypass_filter(RuntimeOrigin::root());
                (
                    "ban",
                    with_storage_layer(|| made().map(|_| ()).map_err(|failed| failed.error))
                        .is_ok(),
                )
            },
            13..=14 => ("conclude", self.conclude()),
            15..=16 => ("take", self.take(model)),
            17..=18 => ("give back", self.give_back()),
            _ => ("roles", self.change_roles(who)),
        };
        *self.done.entry(name).or_default() += u32::from(happened);
        self.follow();
        later(self.random.below(8) as u32);
    }

    /// Applies what happened since last time.
    fn follow(&mut self) {
        let now = System::block_number() as BlockNumber;
        for record in System::read_events_no_consensus() {
            if let RuntimeEvent::Models(event) = record.event {
                self.mirror.apply(event, now);
            }
        }
        System::reset_events();
    }

    fn conclude(&mut self) -> bool {
        let open: Vec<_> =
            (1..=Cases::get().len() as CaseId).filter(|case| !self.ended.contains(case)).collect();
        if open.is_empty() {
            return false;
        }
        let case = self.random.one_of(&open);
        self.ended.insert(case);
        let Subject::Model(model) = Cases::get()[case as usize - 1].subject else {
            panic!("about a model")
        };
        let verdict = match self.random.below(6) {
            0 => None,
            1 => Some(hash(77)),
            _ => Some(right(model)),
        };
        conclude(case, verdict);
        true
    }

    fn take(&mut self, model: ModelHash) -> bool {
        let taken = take(model, self.random.number());
        if let Some(who) = taken {
            self.mirror.offers.get_mut(&(who, model)).unwrap().in_use += 1;
        }
        taken.is_some()
    }

    fn give_back(&mut self) -> bool {
        let offers = &mut self.mirror.offers;
        let busy: Vec<_> =
            offers.iter().filter(|(_, offer)| offer.in_use > 0).map(|(key, _)| *key).collect();
        if busy.is_empty() {
            return false;
        }
        let (who, model) = self.random.one_of(&busy);
        offers.get_mut(&(who, model)).unwrap().in_use -= 1;
        give_back(model, who);
        true
    }

    fn change_roles(&mut self, who: AccountId) -> bool {
        let idle = self.random.below(3) == 0;
        Idle::mutate(|all| if idle { all.insert(who) } else { all.remove(&who) })
    }
}

/// Walks so far, and answers how often what succeeded.
fn walk(seed: u64, steps: u32) -> BTreeMap<&'static str, u32> {
    let mut done = BTreeMap::new();
    run(|| {
        for who in PEOPLE.into_iter().chain([TICKETS]) {
            Balances::set_balance(&who, 1_000 * RICH);
        }
        System::reset_events();
        let mut world = World {
            random: Random(seed),
            mirror: Mirror::default(),
            done: Default::default(),
            ended: Default::default(),
        };
        for step in 0..steps {
            world.step();
            assert_eq!(world.mirror, Mirror::read(), "seed {seed}, step {step}");
            if let Err(error) = Models::do_try_state() {
                panic!("seed {seed}, step {step}: {error:?}");
            }
        }
        done = world.done;
    });
    done
}

#[test]
fn events_should_tell_all_that_is_stored() {
    let mut done = BTreeMap::<_, u32>::new();
    for seed in 0..5 {
        for (name, count) in walk(seed, 10_000) {
            *done.entry(name).or_default() += count;
        }
    }
    // Walks that did nothing would show nothing.
    assert_eq!(done.len(), 21, "{done:?}");
    assert!(done.values().all(|count| *count >= 30), "{done:?}");
}
