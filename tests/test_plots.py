"""The plots draw what they are given on the axes that they are given."""

import math

import matplotlib as mpl
import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from genai_utils import plots


@pytest.fixture
def ax():
    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)


def sheet(ax):
    (image,) = ax.get_images()
    return np.asarray(image.get_array())


def test_the_grid_is_filled_row_by_row(ax):
    pictures = np.linspace(0.1, 0.9, 5)[:, None] * np.ones(9)
    assert plots.picture_grid(ax, pictures, columns=3) is ax
    drawn = sheet(ax)
    assert drawn.shape == (2 * 5, 3 * 5)  # 3 pixels and a border of 1 on each side
    for number, picture in enumerate(pictures):
        row, column = divmod(number, 3)
        cell = drawn[row * 5 : row * 5 + 5, column * 5 : column * 5 + 5]
        np.testing.assert_array_equal(cell[1:-1, 1:-1].ravel(), picture)
        assert (cell[0] == 0.5).all()
        assert (cell[:, -1] == 0.5).all()
    assert (drawn[6:9, 11:14] == 1).all()  # the place that is left over is white


def test_a_picture_is_upright(ax):
    plots.picture_grid(ax, np.arange(4.0)[None] / 4, columns=1)
    assert sheet(ax)[1:3, 1:3].tolist() == [[0, 0.25], [0.5, 0.75]]
    assert ax.yaxis_inverted()  # the first row is on top


def test_grey_means_the_same_in_every_grid(ax):
    plots.picture_grid(ax, np.full((1, 4), 0.5))
    (image,) = ax.get_images()
    assert image.get_clim() == (0, 1)
    assert image.get_cmap().name == "gray"
    assert len(ax.get_xticks()) == len(ax.get_yticks()) == 0


def test_tensors_are_drawn(ax):
    plots.picture_grid(ax, torch.zeros(3, 16), columns=2)
    assert sheet(ax).shape == (12, 12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float64])
def test_what_a_network_gives_is_drawn_as_it_is(ax, dtype):
    pictures = torch.tensor([[0.0, 0.25, 0.5, 0.75]], dtype=dtype, requires_grad=True)
    plots.picture_grid(ax, pictures, columns=1)
    assert sheet(ax)[1:3, 1:3].tolist() == [[0, 0.25], [0.5, 0.75]]
    line = plots.curves(ax, range(4), {"one": pictures[0]}, "x", "y").get_lines()[0]
    assert line.get_ydata().tolist() == [0, 0.25, 0.5, 0.75]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_no_grey_and_no_place_is_refused(ax, bad):
    with pytest.raises(ValueError, match="1 that are not"):
        plots.picture_grid(ax, np.array([[0.0, bad, 0.5, 1.0]]))
    with pytest.raises(ValueError, match="1 that are not finite"):
        plots.code_map(ax, np.array([[0.0, bad]]), np.array([1]))
    assert not ax.get_images()
    assert not ax.collections


def test_labels_that_are_no_numbers_of_a_class_are_refused(ax):
    with pytest.raises(ValueError, match=r"whole numbers as labels are needed.*float64"):
        plots.code_map(ax, np.zeros((2, 2)), np.array([0.5, 1.0]))


@pytest.mark.parametrize("lines", [{}, {"one": [1, 2, 3], "other": [1, 2]}, {"one": [1, 2]}])
def test_lines_without_a_value_for_each_x_are_refused_before_one_is_drawn(ax, lines):
    with pytest.raises(ValueError, match="lines of 3 values"):
        plots.curves(ax, [1, 2, 3], lines, "x", "y")
    assert not ax.get_lines()


@pytest.mark.parametrize("shape", [(), (4,), (3, 5), (2, 4, 4), (2, 16, 16), (0, 16), (2, 0)])
def test_pictures_that_are_no_square_rows_are_refused(ax, shape):
    with pytest.raises(ValueError, match="square pictures") as error:
        plots.picture_grid(ax, np.zeros(shape))
    assert str(shape) in str(error.value)
    assert not ax.get_images()


def test_a_grid_without_columns_is_refused(ax):
    with pytest.raises(ValueError, match="columns"):
        plots.picture_grid(ax, np.zeros((3, 16)), columns=0)


def test_the_map_has_one_numeral_a_class_at_its_codes(ax):
    codes = torch.tensor([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    assert plots.code_map(ax, codes, torch.tensor([7, 1, 7])) is ax
    one, seven = ax.collections
    assert one.get_offsets().tolist() == [[2, 3]]
    assert seven.get_offsets().tolist() == [[0, 1], [4, 5]]
    assert one.get_paths()[0].vertices.shape != seven.get_paths()[0].vertices.shape
    assert ax.get_aspect() == 1


@pytest.mark.parametrize(("codes", "labels"), [((3, 3), 3), ((3,), 3), ((3, 2), 4), ((), ())])
def test_codes_without_a_plane_or_a_label_each_are_refused(ax, codes, labels):
    with pytest.raises(ValueError, match=r"codes of shape \(n, 2\)") as error:
        plots.code_map(ax, np.zeros(codes), np.zeros(labels, dtype=int))
    assert str(codes) in str(error.value)


def test_the_style_keeps_a_white_sheet_and_the_palette():
    with mpl.rc_context():
        plots.use_style()
        assert mpl.rcParams["figure.facecolor"] == "white"
        colors = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    assert colors == list(plots.PALETTE)
    assert len(set(colors)) == len(colors)
