namespace Hamf.Simulator;

/// <summary>Words that people, streets and shops are made of.</summary>
internal static class Names
{
    public static IReadOnlyList<string> Women { get; } = Words(
        "Ada Agnes Alice Amara Anna Bea Bella Carla Cora Dana Della Edith Elena Emma Erin Esther Eva Fay Flora Freya Gina Grace Greta Hana "
        + "Hazel Ida Ines Iris Jana Jill Joan June Kate Kira Lara Lena Lila Lucy Mae Maria Mina Mona Nadia Nell Nina Nora Olga Paula Petra "
        + "Rita Rosa Ruth Sara Sofia Stella Tara Tess Uma Vera Wanda Yara Zoe");

    public static IReadOnlyList<string> Men { get; } = Words(
        "Aaron Abel Adam Alan Albert Amos Arne Axel Ben Bruno Carl Cesar Clyde Dario David Dean Diego Earl Eli Emil Eric Ezra Felix Finn "
        + "Frank Gene Glen Hank Hugo Ian Igor Ivan Jack Jakob Joel Jonas Karl Kent Lars Leo Liam Louis Luke Marco Mark Max Miles Nils Noah "
        + "Olaf Omar Otto Paul Pete Ralph Reid Rolf Sam Saul Theo Tom Victor Walt");

    public static IReadOnlyList<string> Last { get; } = Words(
        "Abbott Adler Ames Archer Baird Barlow Becker Bishop Blake Boone Bowen Brandt Bright Burke Calder Carver Chase Clay Cole Conway "
        + "Cooper Crane Cross Dalton Dorsey Drake Dunn Eaton Ellis Everett Fairbank Farley Finch Fisher Flint Forbes Foster Frost Garner "
        + "Gates Gibbs Graves Greer Hadley Hale Harmon Hayes Heath Hobbs Holt Hooper Hurst Ingram Jarvis Keller Kemp Knox Lamb Landry Lane "
        + "Larkin Leland Locke Lowe Lyons Mercer Monroe Nash Noble Norwood Oakes Palmer Parrish Payne Pierce Porter Quinn Ramsey Reeves "
        + "Rhodes Rowe Sawyer Shaw Sloan Stark Sutton Tate Thorne Tucker Vance Vaughn Wade Walsh Webb Weller West Whitaker Wilder York");

    public static IReadOnlyList<string> ShopEndings { get; } = Words("Group Ltd Inc LLC Sons Trading Market Store Supply Works");

    public static IReadOnlyList<string> StreetEndings { get; } = Words("Street Avenue Road Lane Drive Court Way Hill Square Terrace");

    public static IReadOnlyList<string> Jobs { get; } =
    [
        "Accountant", "Architect", "Baker", "Barber", "Bookseller", "Carpenter", "Chemist", "Civil engineer", "Cook", "Dentist", "Designer",
        "Electrician", "Farmer", "Film editor", "Firefighter", "Florist", "Geologist", "Glazier", "Joiner", "Journalist", "Judge",
        "Land surveyor", "Lawyer", "Librarian", "Machinist", "Mason", "Mathematician", "Mechanic", "Midwife", "Musician", "Nurse",
        "Optician", "Painter", "Pharmacist", "Photographer", "Pilot", "Plumber", "Postal worker", "Potter", "Programmer",
        "Psychologist, counselling", "Sailor", "Salesperson", "Scientist, physiological", "Social worker", "Statistician", "Surgeon",
        "Tailor", "Teacher, primary school", "Translator", "Veterinarian", "Waiter", "Warehouse manager", "Writer",
    ];

    private static string[] Words(string text) => text.Split(' ');
}
