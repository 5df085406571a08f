//! Which places of an image a convolution or a maximum reads.

use super::graph::Node;

/// Kernel, strides, dilations and padding over rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    kernel: [usize; 2],
    strides: [usize; 2],
    dilations: [usize; 2],
    before: [usize; 2],
    /// Sizes of the image and of what comes out.
    image: [usize; 2],
    pub out: [usize; 2],
}

/// No kernel, stride or padding is larger.
const MOST: i64 = 4_096;

impl Window {
    /// As `node` describes it, over an image of these sizes. Lines are images of one row.
    pub fn of(node: &Node, image: &[usize], kernel: &[usize]) -> Result<Self, String> {
        let axes = image.len();
        if !(1..=2).contains(&axes) || kernel.len() != axes || kernel.contains(&0) {
            return Err(format!("windows over {axes} axes are not supported, one or two are"));
        }
        let kernel = pair(kernel, 1);
        let image = pair(image, 1);
        let strides = node.sizes("strides", axes, 1)?;
        let dilations = node.sizes("dilations", axes, 1)?;
        let reach = [0, 1].map(|axis| dilations[axis] * (kernel[axis] - 1) + 1);
        let mut pads = node.pads(axes)?;
        let same = match node.text("auto_pad") {
            "" | "NOTSET" => None,
            "VALID" => {
                pads = [[0; 2]; 2];
                None
            },
            "SAME_UPPER" => Some(0),
            "SAME_LOWER" => Some(1),
            other => return Err(format!("auto_pad {other:?} is not supported")),
        };
        if let Some(odd) = same {
            for axis in 0..2 {
                let out = image[axis].div_ceil(strides[axis]);
                let needed = ((out - 1) * strides[axis] + reach[axis]).checked_sub(image[axis]);
                let needed = needed
                    .filter(|_| dilations[axis] == 1)
                    .ok_or("its padding is computed in several ways: write it out as pads")?;
                let first = (needed + odd) / 2;
                pads[0][axis] = first;
                pads[1][axis] = needed - first;
            }
        }
        let ceil = node.int("ceil_mode", 0) != 0;
        let mut out = [0; 2];
        for axis in 0..2 {
            let padded = pads[0][axis] + image[axis] + pads[1][axis];
            let room = padded
                .checked_sub(reach[axis])
                .ok_or("its kernel is larger than the padded image")?;
            let steps = if ceil { room.div_ceil(strides[axis]) } else { room / strides[axis] };
            out[axis] = steps + 1;
            // A window that begins in the padding behind the image is none.
            if ceil && steps * strides[axis] >= image[axis] + pads[0][axis] {
                out[axis] -= 1;
            }
        }
        Ok(Self { kernel, strides, dilations, before: pads[0], image, out })
    }

    /// The size of the kernel.
    pub fn area(&self) -> usize {
        self.kernel[0] * self.kernel[1]
    }

    /// What the window at a place of the output reads: places in the kernel and in the image.
    pub fn at(&self, row: usize, column: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let cells = (0..self.kernel[0]).flat_map(|i| (0..self.kernel[1]).map(move |j| [i, j]));
        cells.filter_map(move |cell| {
            let y = self.along(0, row, cell[0])?;
            let x = self.along(1, column, cell[1])?;
            Some((cell[0] * self.kernel[1] + cell[1], y * self.image[1] + x))
        })
    }

    /// The places of the output.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.out[0]).flat_map(|row| (0..self.out[1]).map(move |column| (row, column)))
    }

    /// The sizes of the output along so many axes.
    pub fn sizes(&self, axes: usize) -> &[usize] {
        &self.out[2 - axes.min(2)..]
    }

    fn along(&self, axis: usize, out: usize, cell: usize) -> Option<usize> {
        let place = out * self.strides[axis] + cell * self.dilations[axis];
        place.checked_sub(self.before[axis]).filter(|place| *place < self.image[axis])
    }
}

/// Two sizes, the first of which may be left out.
fn pair(sizes: &[usize], missing: usize) -> [usize; 2] {
    match sizes {
        [rows, columns] => [*rows, *columns],
        [columns] => [missing, *columns],
        _ => [missing; 2],
    }
}

impl Node {
    pub fn int(&self, name: &str, otherwise: i64) -> i64 {
        self.attributes.get(name).map_or(otherwise, |attribute| attribute.int)
    }

    pub fn float(&self, name: &str, otherwise: f32) -> f32 {
        self.attributes.get(name).map_or(otherwise, |attribute| attribute.float)
    }

    pub fn ints(&self, name: &str) -> Vec<i64> {
        self.attributes.get(name).map_or(Vec::new(), |attribute| attribute.ints.clone())
    }

    pub fn text(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", |attribute| &attribute.text)
    }

    /// A size for each axis.
    fn sizes(&self, name: &str, axes: usize, otherwise: usize) -> Result<[usize; 2], String> {
        let Some(attribute) = self.attributes.get(name) else { return Ok([otherwise; 2]) };
        let sizes = self.within(name, &attribute.ints, 1)?;
        if sizes.len() != axes {
            return Err(format!("{name} has {} sizes for {axes} axes", sizes.len()));
        }
        Ok(pair(&sizes, otherwise))
    }

    /// What is added before, and after, the image.
    fn pads(&self, axes: usize) -> Result<[[usize; 2]; 2], String> {
        let Some(attribute) = self.attributes.get("pads") else { return Ok([[0; 2]; 2]) };
        let pads = self.within("pads", &attribute.ints, 0)?;
        if pads.len() != 2 * axes {
            return Err(format!("pads has {} sizes for {axes} axes", pads.len()));
        }
        Ok([pair(&pads[..axes], 0), pair(&pads[axes..], 0)])
    }

    fn within(&self, name: &str, sizes: &[i64], least: i64) -> Result<Vec<usize>, String> {
        if sizes.iter().any(|size| !(least..=MOST).contains(size)) {
            return Err(format!("{name} {sizes:?}: from {least} to {MOST} are possible"));
        }
        Ok(sizes.iter().map(|size| *size as usize).collect())
    }
}
