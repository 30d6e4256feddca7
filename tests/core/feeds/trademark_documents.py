"""Small documents about marks in each dialect, invented; the names in them are too."""

from __future__ import annotations

LIST_HEADINGS = (
    "注册号,申请号,商标名称,国际分类,类似群,商品服务,申请日期,初审公告日期,注册公告日期,"
    "专用权期限,申请人,申请人地址,代理机构,商标状态,商标类型\n"
)
EVENT_HEADINGS = "注册号,国际分类,事件日期,事件,内容\n"

ST96 = """<?xml version="1.0" encoding="UTF-8"?>
<tmk:TrademarkTransaction xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common"
    xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark">
  <tmk:TrademarkTransactionBody><tmk:TransactionContentBag><tmk:TransactionData>
  <tmk:TrademarkBag>
    <tmk:Trademark>
      <com:RegistrationOfficeCode>EM</com:RegistrationOfficeCode>
      <com:ApplicationNumber><com:IPOfficeCode>EM</com:IPOfficeCode>
        <com:ApplicationNumberText>018123456</com:ApplicationNumberText></com:ApplicationNumber>
      <com:RegistrationNumber>018123456</com:RegistrationNumber>
      <tmk:ApplicationDate>2019-09-10</tmk:ApplicationDate>
      <com:RegistrationDate>2020-02-01+01:00</com:RegistrationDate>
      <com:ExpiryDate>2029-09-10</com:ExpiryDate>
      <tmk:MarkCurrentStatusCode>Registered</tmk:MarkCurrentStatusCode>
      <tmk:MarkCategory>Individual trademark</tmk:MarkCategory>
      <tmk:MarkRepresentation>
        <tmk:MarkFeatureCategory>Combined</tmk:MarkFeatureCategory>
        <tmk:MarkReproduction>
          <tmk:WordMarkSpecification><tmk:MarkVerbalElementText>LUMORA</tmk:MarkVerbalElementText>
          </tmk:WordMarkSpecification>
          <tmk:MarkImageBag><tmk:MarkImage><com:FileName>018123456.png</com:FileName>
            <tmk:FigurativeElementClassificationBag><tmk:ViennaClassificationBag>
              <tmk:ViennaClassification><tmk:ViennaCategory>26</tmk:ViennaCategory>
                <tmk:ViennaDivision>1</tmk:ViennaDivision>
                <tmk:ViennaSection>1</tmk:ViennaSection>
              </tmk:ViennaClassification></tmk:ViennaClassificationBag>
            </tmk:FigurativeElementClassificationBag></tmk:MarkImage></tmk:MarkImageBag>
        </tmk:MarkReproduction>
      </tmk:MarkRepresentation>
      <tmk:GoodsServicesBag><tmk:GoodsServices>
        <tmk:ClassDescriptionBag>
          <tmk:ClassDescription><tmk:ClassNumber>9</tmk:ClassNumber>
            <tmk:GoodsServicesDescriptionText>Lamps for laboratories.
            </tmk:GoodsServicesDescriptionText>
          </tmk:ClassDescription>
          <tmk:ClassDescription><tmk:ClassNumber>42</tmk:ClassNumber>
            <tmk:GoodsServicesDescriptionText>Design of lamps.</tmk:GoodsServicesDescriptionText>
          </tmk:ClassDescription>
        </tmk:ClassDescriptionBag>
      </tmk:GoodsServices></tmk:GoodsServicesBag>
      <tmk:PriorityBag><tmk:Priority><tmk:PriorityCountryCode>CN</tmk:PriorityCountryCode>
        <com:ApplicationNumber><com:ApplicationNumberText>37000001</com:ApplicationNumberText>
        </com:ApplicationNumber>
        <tmk:PriorityApplicationFilingDate>2019-04-01</tmk:PriorityApplicationFilingDate>
      </tmk:Priority></tmk:PriorityBag>
      <tmk:PublicationBag><tmk:Publication><com:PublicationIdentifier>2019/180
        </com:PublicationIdentifier><com:PublicationDate>2019-10-20</com:PublicationDate>
      </tmk:Publication></tmk:PublicationBag>
      <tmk:ApplicantBag>
        <tmk:Applicant com:sequenceNumber="1"><com:Contact><com:Name>
          <com:EntityName>Lumora Optik GmbH</com:EntityName></com:Name></com:Contact>
          </tmk:Applicant>
        <tmk:Applicant com:sequenceNumber="2"><com:Contact><com:Name><com:PersonName>
          <com:PersonStructuredName><com:FirstName>Ida</com:FirstName>
          <com:LastName>Falk</com:LastName></com:PersonStructuredName></com:PersonName></com:Name>
        </com:Contact></tmk:Applicant>
      </tmk:ApplicantBag>
      <tmk:RepresentativeBag><tmk:Representative><com:Contact><com:Name><com:OrganizationName>
        <com:OrganizationStandardName>Kanzlei Nord</com:OrganizationStandardName>
        </com:OrganizationName></com:Name></com:Contact></tmk:Representative></tmk:RepresentativeBag>
      <tmk:MarkEventBag><tmk:MarkEvent>
        <tmk:MarkEventCategory>Registration published</tmk:MarkEventCategory>
        <tmk:MarkEventDate>2020-02-02</tmk:MarkEventDate></tmk:MarkEvent></tmk:MarkEventBag>
    </tmk:Trademark>
  </tmk:TrademarkBag>
  </tmk:TransactionData></tmk:TransactionContentBag></tmk:TrademarkTransactionBody>
</tmk:TrademarkTransaction>
"""

ST66 = """<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://www.wipo.int/standards/XMLSchema/trademarks"><TradeMarkTransactionBody>
<TransactionContentDetails><TransactionData><TradeMarkDetails>
{marks}
</TradeMarkDetails></TransactionData></TransactionContentDetails>
</TradeMarkTransactionBody></Transaction>
"""

ST66_MARK = """<TradeMark>
  <RegistrationOfficeCode>EM</RegistrationOfficeCode>
  <ApplicationNumber>{number}</ApplicationNumber>
  <ApplicationDate>{filed}</ApplicationDate>
  <MarkCurrentStatusCode>Application published</MarkCurrentStatusCode>
  <KindMark>Collective</KindMark><MarkFeature>Figurative</MarkFeature>
  <MarkImageDetails><MarkImage><MarkImageFilename>{number}.jpg</MarkImageFilename>
    <MarkImageCategory><CategoryCodeDetails><ViennaCategory>5</ViennaCategory>
    <ViennaDivision>3</ViennaDivision><ViennaSection>13</ViennaSection></CategoryCodeDetails>
    </MarkImageCategory></MarkImage></MarkImageDetails>
  <GoodsServicesDetails><GoodsServices><ClassDescriptionDetails><ClassDescription>
    <ClassNumber>{nice}</ClassNumber>
    <GoodsServicesDescription>Tea.</GoodsServicesDescription></ClassDescription>
  </ClassDescriptionDetails></GoodsServices></GoodsServicesDetails>
  <ApplicantDetails><Applicant><ApplicantAddressBook><FormattedNameAddress><Name>
    <FormattedName><OrganizationName>Blattgold Teehaus e.V.</OrganizationName></FormattedName>
  </Name><Address><FreeFormatAddress><FreeFormatAddressLine>Hafenweg 1</FreeFormatAddressLine>
  <FreeFormatAddressLine>Bremen</FreeFormatAddressLine></FreeFormatAddress></Address>
  </FormattedNameAddress></ApplicantAddressBook></Applicant></ApplicantDetails>
</TradeMark>"""

DAILY = """<?xml version="1.0" encoding="UTF-8"?>
<trademark-applications-daily><version><version-no>2.0</version-no></version>
<application-information><file-segments><file-segment>TRMK</file-segment><action-keys>
<case-file>
  <serial-number>88123456</serial-number><registration-number>6000001</registration-number>
  <transaction-date>20240102</transaction-date>
  <case-file-header>
    <filing-date>20180919</filing-date><registration-date>20200303</registration-date>
    <status-code>700</status-code><status-date>20200303</status-date>
    <mark-identification>QUILLBEAM</mark-identification>
    <mark-drawing-code>3000</mark-drawing-code>
    <published-for-opposition-date>20191217</published-for-opposition-date>
    <attorney-name>Nora Vale</attorney-name>
    <trademark-in>T</trademark-in><service-mark-in>F</service-mark-in>
  </case-file-header>
  <case-file-statements>
    <case-file-statement><type-code>GS0091</type-code><text>Pens that emit light</text>
    </case-file-statement>
    <case-file-statement><type-code>GS0421</type-code><text>Design of pens</text>
    </case-file-statement>
    <case-file-statement><type-code>D10000</type-code><text>"BEAM"</text></case-file-statement>
  </case-file-statements>
  <case-file-event-statements>
    <case-file-event-statement><code>NWAP</code><type>I</type>
      <description-text>NEW APPLICATION ENTERED</description-text><date>20180923</date>
      <number>1</number></case-file-event-statement>
    <case-file-event-statement><code>R.PR</code><type>A</type>
      <description-text>REGISTERED-PRINCIPAL REGISTER</description-text><date>20200303</date>
      <number>2</number></case-file-event-statement>
  </case-file-event-statements>
  <foreign-applications><foreign-application>
    <foreign-priority-claim-in>T</foreign-priority-claim-in>
    <filing-date>20180501</filing-date><country>CN</country>
    <application-number>30500001</application-number></foreign-application></foreign-applications>
  <classifications>
    <classification><international-code>009</international-code><us-code>021</us-code>
      <status-code>6</status-code><first-use-anywhere-date>20190100</first-use-anywhere-date>
      </classification>
    <classification><international-code>042</international-code><us-code>100</us-code>
      <status-code>6</status-code><first-use-anywhere-date>20190115</first-use-anywhere-date>
      </classification>
    <classification><international-code>016</international-code><us-code>002</us-code>
      <status-code>2</status-code></classification>
  </classifications>
  <correspondent><address-1>Vale &amp; Partners LLP</address-1></correspondent>
  <case-file-owners>
    <case-file-owner><entry-number>2</entry-number><party-type>31</party-type>
      <party-name>Quillbeam Holdings Ltd</party-name><address-1>1 Quay</address-1>
      <city>Bristol</city></case-file-owner>
    <case-file-owner><entry-number>1</entry-number><party-type>10</party-type>
      <party-name>Quillbeam Inc.</party-name></case-file-owner>
  </case-file-owners>
</case-file>
<case-file><serial-number>88123457</serial-number>
  <case-file-header><filing-date>20181345</filing-date></case-file-header></case-file>
</action-keys></file-segments></application-information></trademark-applications-daily>
"""
